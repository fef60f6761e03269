import {
  arrayOf,
  DEFAULT_LIMITS,
  isRecord,
  parseJson,
  recordOf,
  stringOf,
} from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { FilePattern, PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { developmentOnly, lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { withoutComments } from './json-with-comments.ts';
import { isProjectLockfile, npmPackage, sourceOf, splitNameVersion } from './npm-package.ts';

const READS: readonly FilePattern[] = [
  { basename: 'bun.lock', maxBytes: LOCKFILE_BYTES },
  { basename: 'bun.lockb' },
];

/**
 * Reads bun's lockfile. The binary one of before bun 1.2 is only told of.
 *
 * https://bun.sh/docs/install/lockfile
 */
export const bunLock: PackageCataloger = fileCataloger({
  id: 'npm-bun-lock',
  revision: 1,
  reads: READS,
  accepts: isProjectLockfile,
  read: (file) =>
    file.path.endsWith('b') ? binaryLock(file.path) : readBunLock(file.path, file.text()),
});

function binaryLock(path: string): FileReading {
  const message = 'bun.lockb is not read: `bun install --save-text-lockfile` writes it as bun.lock';
  return {
    packages: [],
    diagnostics: [{ code: 'npm.bun-lockb.unread', severity: 'info', message, path }],
  };
}

function readBunLock(path: string, text: string): FileReading {
  const parsed = parseJson(withoutComments(text), DEFAULT_LIMITS);
  const lock = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
  if (lock === undefined) {
    const reason = parsed.ok ? 'no JSON object' : parsed.error.message;
    return unreadable(path, 'npm.bun-lock.malformed', `bun.lock: ${reason}`);
  }
  const entries = new Map(Object.entries(recordOf(lock['packages'])));
  const development = developmentKeys(recordOf(lock['workspaces']), entries);
  const packages = entries
    .entries()
    .map(([key, entry]) => packageOf(entry, path, development.has(key)));
  return lockfileReading(path, packages);
}

/** `["name@version", registry, {dependencies}, integrity]`; other places stand after the `@`. */
function packageOf(entry: unknown, path: string, isDevelopment: boolean): Package | undefined {
  const [name, version] = splitNameVersion(stringOf(arrayOf(entry)[0]) ?? '');
  if (version.startsWith('workspace:') || version.startsWith('root:')) return undefined;
  const source = sourceOf(version) ?? (/^https?:/.test(version) ? 'url' : undefined);
  const scope = isDevelopment ? 'dev' : 'runtime';
  return npmPackage({ name, version, path, evidence: 'lockfile', scope, source });
}

/** What a package sees: names below itself, below what it is in, and at the top, nearest first. */
type Scopes = readonly ReadonlyMap<string, string>[];

const RUNTIME = ['dependencies', 'optionalDependencies', 'peerDependencies'];

/** Packages inside packages; deeper ones are looked for at the top. */
const SCOPES = 16;

/** Keys are paths of names (`a/@scope/b`): b as a sees it, where it differs from the top's. */
function developmentKeys(
  workspaces: Readonly<Record<string, unknown>>,
  entries: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
  const below = keysBelow(entries.keys());
  const asked = (kinds: readonly string[]): string[] =>
    Object.values(workspaces).flatMap((workspace) => {
      const name = stringOf(recordOf(workspace)['name']) ?? '';
      return keysOf(scopesOf(name, below), workspace, kinds);
    });
  return developmentOnly(asked(RUNTIME), asked(['devDependencies']), (key) => {
    const details = arrayOf(entries.get(key)).find(isRecord);
    return keysOf(scopesOf(key, below), details, RUNTIME);
  });
}

/** By the path above them (`''` at the top), keys by the name that they are asked for by. */
function keysBelow(keys: Iterable<string>): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const below = new Map<string, Map<string, string>>();
  for (const key of keys) {
    const slash = key.lastIndexOf('/');
    const scope = key.lastIndexOf('/', slash - 1) + 1;
    const start = slash > 0 && key[scope] === '@' ? scope : slash + 1;
    const above = key.slice(0, Math.max(0, start - 1));
    const named = below.get(above) ?? new Map<string, string>();
    named.set(key.slice(start), key);
    below.set(above, named);
  }
  return below;
}

function scopesOf(key: string, below: ReadonlyMap<string, ReadonlyMap<string, string>>): Scopes {
  const folders = key.split('/', SCOPES);
  const paths = folders.map((_, n) => folders.slice(0, n + 1).join('/'));
  return ['', ...paths].flatMap((path) => below.get(path) ?? []).toReversed();
}

function keysOf(scopes: Scopes, details: unknown, kinds: readonly string[]): string[] {
  return kinds
    .flatMap((kind) => Object.keys(recordOf(recordOf(details)[kind])))
    .flatMap((name) => scopes.find((scope) => scope.has(name))?.get(name) ?? []);
}
