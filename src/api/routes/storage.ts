import type { ApiOptions } from '../api-options.ts';
import type { Chore as ChoreItem } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { deedContext } from '../request-context.ts';
import type { Chore } from '../storage.ts';
import { timeText } from './present.ts';

type Ids = 'getStorage' | 'collectGarbage';

const SHOWN_COLLECTIONS = 10;

export function storageHandlers({ accounts, images, storage, clock }: ApiOptions): Handlers<Ids> {
  return {
    getStorage: async () => {
      const [counts, collections, backups] = await Promise.all([
        storage.counts(),
        storage.last('collection', SHOWN_COLLECTIONS),
        storage.last('backup', 1),
      ]);
      const [lastBackup] = backups.map(choreOf);
      return {
        ...counts,
        place: storage.place,
        disks: storage.disks(),
        collections: collections.map(choreOf),
        ...(lastBackup && { lastBackup }),
      };
    },
    collectGarbage: async (_, context) => {
      const collected = await images.collectGarbage();
      const { blobs, bytes, manifests } = collected;
      await accounts.audit.note(deedContext(context), {
        deed: 'storage.collect',
        object: 'instance',
        result: 'done',
        details: { blobs, bytes, manifests },
      });
      return { finishedAt: timeText(clock.now()), ...collected };
    },
  };
}

function choreOf({ finishedAt, report }: Chore): ChoreItem {
  return { finishedAt: timeText(finishedAt), report };
}
