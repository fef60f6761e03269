import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { EXECUTABLES } from '../read-executable.ts';
import { sqliteCataloger } from '../sqlite-cataloger.ts';
import { textOf } from '../sqlite-table.ts';
import { packageOfStorePath } from './store-path.ts';

/**
 * Reads the names of folders in the store that have programs or libraries: most images that are built
 * with Nix carry no database.
 */
export const nixStore: PackageCataloger = fileCataloger({
  id: 'nix-store',
  revision: 1,
  reads: EXECUTABLES,
  accepts: (path) => path.startsWith('nix/store/'),
  read({ path }) {
    const found = packageOfStorePath(path);
    return { packages: found ? [found] : [] };
  },
});

const DATABASE = 'nix/var/nix/db/db.sqlite';
/** Every path that was ever built there. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Reads every path that Nix's database calls valid.
 *
 * https://github.com/NixOS/nix/blob/master/src/libstore/schema.sql
 */
export const nixDatabase: PackageCataloger = sqliteCataloger({
  id: 'nix-database',
  revision: 1,
  reads: [
    { path: DATABASE, maxBytes: MOST_BYTES },
    { path: `${DATABASE}-wal`, maxBytes: MOST_BYTES },
  ],
  table: 'ValidPaths',
  damaged: 'nix.database.damaged',
  title: "Nix's database",
  packageOf: ([, path]) => packageOfStorePath(textOf(path) ?? ''),
});
