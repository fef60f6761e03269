import { DEFAULT_LIMITS, isRecord, parseJson, recordOf, stringOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { isProjectLockfile, npmPackage, sourceOf, splitNameVersion } from './npm-package.ts';

/**
 * Reads npm's lockfiles of versions 1 to 3. The one that npm hides in node_modules says nothing that
 * the packages beside it do not.
 *
 * https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
 */
export const packageLock: PackageCataloger = fileCataloger({
  id: 'npm-package-lock',
  revision: 1,
  reads: [
    { basename: 'package-lock.json', maxBytes: LOCKFILE_BYTES },
    { basename: 'npm-shrinkwrap.json', maxBytes: LOCKFILE_BYTES },
  ],
  accepts: isProjectLockfile,
  read: (file) => readPackageLock(file.path, file.text()),
});

function readPackageLock(path: string, text: string): FileReading {
  const parsed = parseJson(text, DEFAULT_LIMITS);
  const lock = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
  if (lock === undefined) {
    const reason = parsed.ok ? 'no JSON object' : parsed.error.message;
    return unreadable(path, 'npm.package-lock.malformed', `npm lockfile: ${reason}`);
  }
  const entries = isRecord(lock['packages'])
    ? packagesByPath(lock['packages'], path)
    : packagesOfTree(lock['dependencies'], path);
  return lockfileReading(path, entries);
}

/** Of version 2 and 3. */
function* packagesByPath(
  entries: Readonly<Record<string, unknown>>,
  path: string,
): Generator<Package | undefined> {
  for (const [key, entry] of Object.entries(entries)) yield packageAt(key, entry, path);
}

/** The project and its workspaces are no packages of npm; links to them have no version. */
function packageAt(key: string, entry: unknown, path: string): Package | undefined {
  const folder = key.lastIndexOf('node_modules/');
  if (folder === -1) return undefined;
  const license = stringOf(recordOf(entry)['license']);
  return npmPackage({
    name: stringOf(recordOf(entry)['name']) ?? key.slice(folder + 'node_modules/'.length),
    version: stringOf(recordOf(entry)['version']),
    path,
    evidence: 'lockfile',
    scope: isForDevelopment(entry) ? 'dev' : 'runtime',
    licenses: license === undefined ? [] : [license],
    source: sourceOf(stringOf(recordOf(entry)['resolved']) ?? ''),
  });
}

/** Of version 1: a tree of names. Walked with a list of our own, since a file can nest deep. */
function* packagesOfTree(tree: unknown, path: string): Generator<Package | undefined> {
  const open: unknown[] = [tree];
  for (let next = 0; next < open.length; next++) {
    for (const [name, entry] of Object.entries(recordOf(open[next]))) {
      yield packageNamed(name, entry, path);
      open.push(recordOf(entry)['dependencies']);
    }
  }
}

/** The version is that of the registry, `npm:real-name@1.0.0` of an alias, or a location. */
function packageNamed(name: string, entry: unknown, path: string): Package | undefined {
  const written = stringOf(recordOf(entry)['version']) ?? '';
  const source = sourceOf(written) ?? (/^https?:/.test(written) ? 'url' : undefined);
  const isAlias = written.startsWith('npm:');
  const [realName, version] = isAlias ? splitNameVersion(written.slice(4)) : [name, written];
  return npmPackage({
    name: realName,
    version,
    path,
    evidence: 'lockfile',
    scope: isForDevelopment(entry) ? 'dev' : 'runtime',
    source,
  });
}

/** `devOptional`: a development dependency that is also optional to a runtime one counts as runtime. */
function isForDevelopment(entry: unknown): boolean {
  return recordOf(entry)['dev'] === true;
}
