import type { Diagnostic, Ownership, Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { PathJoiner } from '../owned-paths.ts';
import { isBdb, readBdb } from './database-bdb.ts';
import { isNdb, readNdb } from './database-ndb.ts';
import { isSqlite } from '../sqlite-table.ts';
import { readSqlite } from './database-sqlite.ts';
import { parseHeader } from './header.ts';
import type { HeaderBlobs } from './header-blobs.ts';
import { isPublicKey, ownershipOfHeader, packageOfHeader } from './header-package.ts';

const MIB = 1024 * 1024;

/** Where rpm keeps its database: by default, since 2021, and of rpm-ostree. */
const FOLDERS = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'];
/** Newest format first: rpm converts, and may leave the old file behind. */
const NAMES = ['rpmdb.sqlite', 'Packages.db', 'Packages'];
const LOG = '-wal';

/** Reads rpm's database of installed packages, in each of its three formats. */
export const rpmDatabase: PackageCataloger = {
  id: 'rpm-database',
  revision: 1,
  reads: FOLDERS.flatMap((folder) =>
    [...NAMES, `rpmdb.sqlite${LOG}`].map((name) => ({
      path: folder + name,
      maxBytes: 512 * MIB,
    })),
  ),
  grouping: 'layer',

  catalog(files) {
    const byPath = new Map(files.map((file) => [file.path, file]));
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of databasesOf(byPath)) {
      const log = byPath.get(`${file.path}${LOG}`);
      findings.push({ path: file.path, ...readDatabase(file, log, diagnostics) });
    }
    for (const file of files) {
      if (file.path.endsWith(LOG) && !byPath.has(file.path.slice(0, -LOG.length))) {
        diagnostics.push(strayLog(file));
      }
    }
    return Promise.resolve({ findings, diagnostics });
  },
};

/** Of each folder the database in its newest format; what two folders have in common, squash merges. */
function databasesOf(files: ReadonlyMap<string, LayerFile>): LayerFile[] {
  return FOLDERS.flatMap((folder) => {
    const name = NAMES.find((name) => (files.get(folder + name)?.size ?? 0) > 0);
    const file = name === undefined ? undefined : files.get(folder + name);
    return file ? [file] : [];
  });
}

interface Contents {
  readonly packages: readonly Package[];
  readonly ownership: readonly Ownership[];
}

function readDatabase(
  file: LayerFile,
  log: LayerFile | undefined,
  diagnostics: Diagnostic[],
): Contents {
  const { path } = file;
  const contents = blobsOf(file.bytes(), log?.bytes());
  if (contents === undefined) {
    diagnostics.push({
      code: 'rpm.database.unknown-format',
      severity: 'warning',
      message: 'neither SQLite, rpm\'s "ndb" nor a Berkeley DB hash; no package was read from it',
      path,
    });
    return { packages: [], ownership: [] };
  }
  const packages: Package[] = [];
  const ownership: Ownership[] = [];
  const problems = [...contents.problems];
  const joiner = new PathJoiner();
  for (const blob of contents.blobs) {
    const header = parseHeader(blob);
    if (header && isPublicKey(header)) continue;
    const found = header && packageOfHeader(header, path);
    if (!found) {
      problems.push('a header is damaged, or has no name or version');
      continue;
    }
    packages.push(found);
    const owned = ownershipOfHeader(header, found.name, joiner);
    if (owned) ownership.push(owned);
  }
  if (joiner.isFull) problems.push('its lists of files are too long to be true');
  if (problems.length > 0) diagnostics.push(damaged(path, problems));
  return { packages, ownership };
}

function blobsOf(bytes: Uint8Array, log: Uint8Array | undefined): HeaderBlobs | undefined {
  if (isSqlite(bytes)) return readSqlite(bytes, log);
  if (isNdb(bytes)) return readNdb(bytes);
  if (isBdb(bytes)) return readBdb(bytes);
  return undefined;
}

function damaged(path: string, problems: readonly string[]): Diagnostic {
  const [first] = problems;
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return {
    code: 'rpm.database.damaged',
    severity: 'warning',
    message: `the rpm database could not be read whole: ${first}${rest}; packages may be missing`,
    path,
  };
}

function strayLog({ path }: LayerFile): Diagnostic {
  return {
    code: 'rpm.database.log-alone',
    severity: 'warning',
    message: 'a write-ahead log without its database in the same layer; what it adds was left out',
    path,
  };
}
