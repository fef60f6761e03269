import { DEFAULT_LIMITS, isRecord, parseJson, recordOf, stringOf } from '../../base/index.ts';
import type { Package, Scope } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { isProjectLockfile } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import type { PythonSource } from './python-package.ts';
import { pythonPackage } from './python-package.ts';

/**
 * Reads pipenv's lockfile.
 *
 * https://pipenv.pypa.io/en/latest/pipfile.html
 */
export const pipfileLock: PackageCataloger = fileCataloger({
  id: 'pypi-pipfile-lock',
  revision: 1,
  reads: [{ basename: 'Pipfile.lock', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectLockfile,
  read: (file) => readPipfileLock(file.path, file.text()),
});

function readPipfileLock(path: string, text: string): FileReading {
  const parsed = parseJson(text, DEFAULT_LIMITS);
  const lock = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
  if (lock === undefined) {
    const reason = parsed.ok ? 'no JSON object' : parsed.error.message;
    return unreadable(path, 'pypi.pipfile-lock.malformed', `Pipfile.lock: ${reason}`);
  }
  const packages = Object.entries(lock)
    .values()
    .flatMap(([section, entries]) =>
      section === '_meta'
        ? []
        : packagesOf(entries, section === 'default' ? 'runtime' : 'dev', path),
    );
  return lockfileReading(path, packages);
}

/** Sections of other names than `default` are `develop` and groups that have to be asked for. */
function packagesOf(entries: unknown, scope: Scope, path: string): Package[] {
  return Object.entries(recordOf(entries)).flatMap(([name, entry]) => {
    const version = stringOf(recordOf(entry)['version'])?.replace(/^={2,3}/, '');
    const source = sourceOf(recordOf(entry));
    return pythonPackage({ name, version, path, evidence: 'lockfile', scope, source }) ?? [];
  });
}

function sourceOf(entry: Readonly<Record<string, unknown>>): PythonSource | undefined {
  if (entry['git'] !== undefined) return 'git';
  if (entry['path'] !== undefined) return 'file';
  return entry['file'] === undefined ? undefined : 'url';
}
