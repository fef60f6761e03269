import { join } from 'node:path';
import type { LentSnapshot } from '../../advisories/index.ts';
import { starterSnapshot, withLentSnapshot } from '../../advisories/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';
import { parseDigest } from '../../model/index.ts';
import type { Matching } from '../analysis.ts';
import type { World } from '../world.ts';
import type { Connection } from './connect.ts';
import { failureOfCall } from './connect.ts';

/**
 * Matches as a server does, with its active snapshot: of that only the parts that an image needs are
 * fetched, into a folder of the server's own. The snapshot that is active here stays what it is.
 */
export function withSnapshotOf({ client, login }: Connection, world: World): Matching {
  const folder = join(world.config.dataFolder, 'servers', folderName(login.host));
  const told = (error: unknown): Result<never, Failure> => err(failureOfCall(error, login));
  return async (namespaces, reportBy) => {
    const status = await client.getAdvisories({}).then(ok, told);
    if (!status.ok) return status;
    const { number, digest: text, isStarter, checked } = status.value;
    const digest = parseDigest(text);
    if (digest === undefined) {
      return err(failure('cli.server.strange', `${login.url} names its advisories '${text}'`));
    }
    if (isStarter) return ok(reportBy(await starterSnapshot()));
    const lent: LentSnapshot = {
      number,
      digest,
      checked: new Map(Object.entries(checked)),
      blob: (part) => client.getAdvisoryPart({ digest: part }).then(ok, told),
    };
    return withLentSnapshot(lent, { folder, namespaces, clock: world.clock }, reportBy);
  };
}

/** `127.0.0.1:7070` is `127_0_0_1_7070`: what two names share does no harm, all in it is named by digests. */
function folderName(host: string): string {
  return host.replaceAll(/[^\w-]/g, '_');
}
