import { FailureError } from '../../base/index.ts';
import { STARTER_CONTEXT } from '../starter-context.ts';
import { starterAdvisories, starterSnapshot } from '../starter.ts';
import { OpenedSnapshot } from '../snapshot/opened-snapshot.ts';
import { SnapshotStore } from '../snapshot/store.ts';
import type { Described } from './describe-vulnerability.ts';
import type { SearchStart } from './search-messages.ts';
import { memoryContent, storedContent } from './snapshot-content.ts';
import { indexOf } from './vulnerability-index.ts';

/** A snapshot by its number, with the index of it: seconds of work. */
export async function openNumbered({ folder, ref }: SearchStart): Promise<Described> {
  if (ref.isStarter) {
    const snapshot = await starterSnapshot();
    const content = memoryContent(await starterAdvisories(), STARTER_CONTEXT, snapshot);
    return { index: indexOf(content), content, snapshot, ref };
  }
  const store = new SnapshotStore(folder);
  const stored = store.byNumber(ref.number);
  if (!stored.ok) throw new FailureError(stored.error);
  const content = storedContent(store, stored.value);
  return {
    index: indexOf(content),
    content,
    snapshot: new OpenedSnapshot(store, stored.value),
    ref,
  };
}
