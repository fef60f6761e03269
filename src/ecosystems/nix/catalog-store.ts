import type { Diagnostic, Package } from '../../model/index.ts';
import type { CatalogFinding, PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { lockfileReading } from '../lockfile.ts';
import { EXECUTABLES } from '../read-executable.ts';
import { isSqlite, readSqliteTable, textOf } from '../sqlite-table.ts';
import { packageOfStorePath } from './store-path.ts';

const DATABASE = 'nix/var/nix/db/db.sqlite';
const LOG = `${DATABASE}-wal`;
const MIB = 1024 * 1024;

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

/**
 * Reads every path that Nix's database calls valid.
 *
 * https://github.com/NixOS/nix/blob/master/src/libstore/schema.sql
 */
export const nixDatabase: PackageCataloger = {
  id: 'nix-database',
  revision: 1,
  reads: [
    { path: DATABASE, maxBytes: 256 * MIB },
    { path: LOG, maxBytes: 256 * MIB },
  ],
  grouping: 'layer',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    const byPath = new Map(files.map((file) => [file.path, file]));
    for (const file of files) {
      const { path } = file;
      if (path.endsWith('-wal')) continue;
      const { paths, problems } = validPaths(file.bytes(), byPath.get(`${path}-wal`)?.bytes());
      const reading = lockfileReading(path, packagesAt(paths));
      diagnostics.push(...(reading.diagnostics ?? []));
      if (reading.packages.length > 0) findings.push({ path, packages: reading.packages });
      if (problems.length > 0) diagnostics.push(damaged(path, problems));
    }
    return Promise.resolve({ findings, diagnostics });
  },
};

interface ValidPaths {
  readonly paths: readonly string[];
  readonly problems: readonly string[];
}

/** The second column of its table. */
function validPaths(bytes: Uint8Array, log: Uint8Array | undefined): ValidPaths {
  if (!isSqlite(bytes)) return { paths: [], problems: ['it is no SQLite database'] };
  const { rows, problems } = readSqliteTable(bytes, 'ValidPaths', log);
  return { paths: rows.flatMap(([, path]) => textOf(path) ?? []), problems };
}

function* packagesAt(paths: readonly string[]): Generator<Package | undefined> {
  for (const path of paths) yield packageOfStorePath(path);
}

function damaged(path: string, [first = '', ...others]: readonly string[]): Diagnostic {
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return {
    code: 'nix.database.damaged',
    severity: 'warning',
    message: `Nix's database could not be read whole: ${first}${more}; packages may be missing`,
    path,
  };
}
