import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom PostgreSQL runs as; undefined: as this process does. */
export interface DatabaseOwner {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` on every Linux; PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

/**
 * As root: the owner of the cluster that is there, else of the data folder, else nobody. A data folder
 * that belongs to a user of its own is the better choice: nobody may be others too.
 */
export function databaseOwner(folders: {
  readonly data: string;
  readonly cluster: string;
}): DatabaseOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const folder of [folders.cluster, folders.data]) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && stat.uid !== 0) return { uid: stat.uid, gid: stat.gid };
  }
  return { uid: NOBODY, gid: NOBODY };
}

/** The first folder on the way to `path` that `owner` may not pass, if there is one. */
export function firstClosedFolder(path: string, owner: DatabaseOwner): string | undefined {
  const way: string[] = [];
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) way.unshift(folder);
  return way.find((folder) => !mayPass(folder, owner));
}

function mayPass(folder: string, { uid, gid }: DatabaseOwner): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return true;
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0;
  return ((stat.mode >> shift) & 1) === 1;
}
