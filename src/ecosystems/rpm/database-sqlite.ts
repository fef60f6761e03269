import { addProblem } from '../page-guard.ts';
import { readSqliteTable } from '../sqlite-table.ts';
import type { HeaderBlobs } from './header-blobs.ts';

/** Reads the headers in rpm's `rpmdb.sqlite`: the column `blob` of its table `Packages`. */
export function readSqlite(bytes: Uint8Array, log?: Uint8Array): HeaderBlobs {
  const table = readSqliteTable(bytes, 'Packages', log);
  const problems = [...table.problems];
  const blobs: Uint8Array[] = [];
  for (const [, blob] of table.rows) {
    if (blob instanceof Uint8Array) blobs.push(blob);
    else addProblem(problems, 'a row of Packages has no blob');
  }
  return { blobs, problems };
}
