import { DEFAULT_LIMITS } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { linesOf, lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { parseIndented } from '../indented.ts';
import { isProjectLockfile, npmPackage, sourceOf, splitNameVersion } from './npm-package.ts';

/**
 * Reads yarn.lock, of yarn 1 and of yarn 2 and later ("berry"). Neither tells development from
 * run time.
 *
 * https://classic.yarnpkg.com/lang/en/docs/yarn-lock/
 * https://yarnpkg.com/advanced/lexicon
 */
export const yarnLock: PackageCataloger = fileCataloger({
  id: 'npm-yarn-lock',
  revision: 1,
  reads: [{ basename: 'yarn.lock', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectLockfile,
  read: (file) => readYarnLock(file.path, file.text()),
});

function readYarnLock(path: string, text: string): FileReading {
  const isBerry = /^__metadata:/m.test(text);
  if (!isBerry && /^[^\s#]/m.test(text) && !/^ {2}version /m.test(text)) {
    return unreadable(path, 'npm.yarn-lock.malformed', 'yarn.lock: no entry that can be read');
  }
  return lockfileReading(path, isBerry ? readBerry(path, text) : readClassic(path, text));
}

/** `"resolution"` is the package itself; the key holds what was asked for. */
function* readBerry(path: string, text: string): Generator<Package | undefined> {
  for (const [key, entry] of parseIndented(text, DEFAULT_LIMITS.nesting)) {
    if (key === '__metadata' || typeof entry === 'string') continue;
    const version = entry.get('version');
    const resolution = entry.get('resolution');
    if (typeof version !== 'string' || typeof resolution !== 'string') continue;
    const [name, location] = splitNameVersion(resolution);
    if (location.startsWith('workspace:')) continue;
    yield npmPackage({ name, version, path, evidence: 'lockfile', source: berrySource(location) });
  }
}

/** `patch:` is a package of the registry with a patch on it. */
function berrySource(location: string): 'git' | 'file' | 'url' | undefined {
  if (/^https?:[^#]*\.git(?:#|$)/.test(location) || /[#&]commit=/.test(location)) return 'git';
  return sourceOf(location) ?? (/^https?:/.test(location) ? 'url' : undefined);
}

/** Entries begin in the first column; their fields are `name "value"`, two blanks in. */
function* readClassic(path: string, text: string): Generator<Package | undefined> {
  let asked = '';
  let version: string | undefined;
  let resolved = '';
  for (const line of linesOf(text)) {
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      yield classicPackage(asked, version, resolved, path);
      asked = line.trimEnd();
      version = undefined;
      resolved = '';
    } else if (line.startsWith('  version ')) version = unquoted(line.slice(10));
    else if (line.startsWith('  resolved ')) resolved = unquoted(line.slice(11));
  }
  yield classicPackage(asked, version, resolved, path);
}

/** `"a@^1.0.0", a@^1.1.0:`, where `a@npm:b@^1.0.0` is the package b. */
function classicPackage(
  asked: string,
  version: string | undefined,
  resolved: string,
  path: string,
): Package | undefined {
  const first = unquoted(asked.split(',', 1)[0] ?? '').replace(/:$/, '');
  const [name, range] = splitNameVersion(first);
  return npmPackage({
    name: range.startsWith('npm:') ? splitNameVersion(range.slice(4))[0] : name,
    version,
    path,
    evidence: 'lockfile',
    source: sourceOf(range) ?? sourceOf(resolved),
  });
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"')) return trimmed;
  const end = trimmed.indexOf('"', 1);
  return trimmed.slice(1, end === -1 ? trimmed.length : end);
}
