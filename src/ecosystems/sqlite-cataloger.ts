import type { Diagnostic, Package } from '../model/index.ts';
import type { CatalogFinding, FilePattern, LayerFile, PackageCataloger } from './cataloger.ts';
import { lockfileReading } from './lockfile.ts';
import type { SqliteValue } from './sqlite-record.ts';
import { isSqlite, readSqliteTable } from './sqlite-table.ts';

/** A SQLite database with a row a package. */
export interface SqliteFormat {
  readonly id: string;
  readonly revision: number;
  /** Where the database lies, and its write-ahead log, whose name is its own and `-wal`. */
  readonly reads: readonly FilePattern[];
  readonly table: string;
  /** Of the diagnostic that tells of a database that cannot be read whole. */
  readonly damaged: string;
  /** For people: `Nix's database`. */
  readonly title: string;
  readonly packageOf: (row: readonly SqliteValue[], path: string) => Package | undefined;
}

/** A cataloger of databases; what of one can be read counts. */
export function sqliteCataloger(format: SqliteFormat): PackageCataloger {
  const { id, revision, reads } = format;
  return {
    id,
    revision,
    reads,
    grouping: 'layer',

    catalog(files) {
      const findings: CatalogFinding[] = [];
      const diagnostics: Diagnostic[] = [];
      const byPath = new Map(files.map((file) => [file.path, file]));
      for (const file of files) {
        const { path } = file;
        if (path.endsWith('-wal')) continue;
        const { rows, problems } = rowsOf(file, byPath.get(`${path}-wal`), format);
        const reading = lockfileReading(path, packagesIn(rows, path, format));
        diagnostics.push(...(reading.diagnostics ?? []));
        if (reading.packages.length > 0) findings.push({ path, packages: reading.packages });
        if (problems.length > 0) diagnostics.push(damaged(path, problems, format));
      }
      return Promise.resolve({ findings, diagnostics });
    },
  };
}

function rowsOf(file: LayerFile, log: LayerFile | undefined, { table }: SqliteFormat) {
  const bytes = file.bytes();
  if (!isSqlite(bytes)) return { rows: [], problems: ['it is no SQLite database'] };
  return readSqliteTable(bytes, table, log?.bytes());
}

function* packagesIn(
  rows: readonly (readonly SqliteValue[])[],
  path: string,
  { packageOf }: SqliteFormat,
): Generator<Package | undefined> {
  for (const row of rows) yield packageOf(row, path);
}

function damaged(
  path: string,
  [first = '', ...others]: readonly string[],
  { damaged: code, title }: SqliteFormat,
): Diagnostic {
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return {
    code,
    severity: 'warning',
    message: `${title} could not be read whole: ${first}${more}; packages may be missing`,
    path,
  };
}
