import type { Diagnostic, OwnedPath, Ownership, Package } from '../../model/index.ts';
import type { CatalogFinding, PackageCataloger } from '../cataloger.ts';
import { ownedPath, PathJoiner } from '../owned-paths.ts';

/**
 * Reads apk's database of installed packages, with the files each one brought.
 *
 * https://wiki.alpinelinux.org/wiki/Apk_spec#Installed_Database_V2
 */
export const apkInstalled: PackageCataloger = {
  id: 'apk-installed',
  revision: 1,
  reads: [{ path: 'lib/apk/db/installed' }, { path: 'usr/lib/apk/db/installed' }],
  grouping: 'file',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      const { path } = file;
      const database = readDatabase(file.text(), path);
      findings.push({ path, packages: database.packages, ownership: database.ownership });
      if (database.incomplete > 0) {
        diagnostics.push({
          code: 'apk.installed.incomplete',
          severity: 'warning',
          message: `${database.incomplete} of the records lack the name or the version of their package and were left out`,
          path,
        });
      }
      if (database.oddLines > 0) {
        diagnostics.push({
          code: 'apk.installed.odd-lines',
          severity: 'warning',
          message: `${database.oddLines} of the lines are no letter, colon and value and were left out; the database may be damaged`,
          path,
        });
      }
    }
    return Promise.resolve({ findings, diagnostics });
  },
};

interface Database {
  readonly packages: Package[];
  readonly ownership: Ownership[];
  incomplete: number;
  oddLines: number;
}

/** One record as it is read: the fields of its package, and its files so far. */
interface Entry {
  readonly fields: Map<string, string>;
  folder: string;
  /** The last file named, until its digest comes or something else. */
  pending: string | undefined;
  readonly paths: OwnedPath[];
}

function readDatabase(text: string, path: string): Database {
  const database: Database = { packages: [], ownership: [], incomplete: 0, oddLines: 0 };
  const joiner = new PathJoiner();
  let entry = emptyEntry();
  const finish = (): void => {
    addPending(entry, undefined);
    if (entry.fields.size > 0) addEntry(database, entry, path);
    entry = emptyEntry();
  };
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line === '') finish();
    else if (line[1] === ':') readLine(entry, line.charAt(0), line.slice(2), joiner);
    else database.oddLines++;
  }
  finish();
  return database;
}

function emptyEntry(): Entry {
  return { fields: new Map(), folder: '', pending: undefined, paths: [] };
}

/** F names a folder, the R after it a file in it, the Z after that the file's digest. */
function readLine(entry: Entry, letter: string, value: string, joiner: PathJoiner): void {
  switch (letter) {
    case 'F':
      addPending(entry, undefined);
      entry.folder = value;
      break;
    case 'R':
      addPending(entry, undefined);
      entry.pending = joiner.join(entry.folder, value);
      break;
    case 'Z':
      addPending(entry, parseChecksum(value));
      break;
    case 'P':
    case 'V':
    case 'A':
    case 'o':
    case 'L':
    case 'm':
      entry.fields.set(letter, value.trim());
      break;
    default:
  }
}

function addPending(entry: Entry, digest: string | undefined): void {
  if (entry.pending !== undefined) entry.paths.push(ownedPath(entry.pending, digest));
  entry.pending = undefined;
}

function addEntry(database: Database, { fields, paths }: Entry, path: string): void {
  const name = fields.get('P');
  const version = fields.get('V');
  if (!name || !version) {
    database.incomplete++;
    return;
  }
  const architecture = fields.get('A');
  const origin = fields.get('o');
  const license = fields.get('L');
  const vendor = fields.get('m');
  database.packages.push({
    ecosystem: 'apk',
    name,
    version,
    ...(architecture && { architecture }),
    // Packages of one build share its version.
    ...(origin && { source: { name: origin, version } }),
    ...(vendor && { vendor }),
    licenses: license ? [license] : [],
    locations: [path],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  });
  if (paths.length > 0) database.ownership.push({ owner: name, paths });
}

/** `Q1` and base64 of a SHA-1, `Q2` of a SHA-256. Of a symbolic link it is of the target's name. */
function parseChecksum(text: string): string | undefined {
  const kind = text.slice(0, 2);
  const bytes = Buffer.from(text.slice(2), 'base64');
  if (kind === 'Q1' && bytes.length === 20) return `sha1:${bytes.toString('hex')}`;
  if (kind === 'Q2' && bytes.length === 32) return `sha256:${bytes.toString('hex')}`;
  return undefined;
}
