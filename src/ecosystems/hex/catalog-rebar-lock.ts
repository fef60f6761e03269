import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { isProjectFile } from './project-file.ts';

/**
 * Reads rebar3's lockfile, Erlang terms of one form.
 *
 * https://rebar3.org/docs/configuration/dependencies/#lock-files
 */
export const rebarLock: PackageCataloger = fileCataloger({
  id: 'hex-rebar-lock',
  revision: 1,
  reads: [{ basename: 'rebar.lock', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectFile,
  read: (file) => readRebarLock(file.path, file.text()),
});

function readRebarLock(path: string, text: string): FileReading {
  if (!/^[[{]/.test(text.trimStart())) {
    return unreadable(path, 'hex.rebar-lock.malformed', 'rebar.lock that holds no terms');
  }
  return lockfileReading(path, packagesIn(path, text));
}

/** `{<<"app">>,{pkg,<<"name">>,<<"1.0.0">>},0}`; what is from a repository has no version. */
function* packagesIn(path: string, text: string): Generator<Package | undefined> {
  for (const [, name, version] of text.matchAll(/\{pkg,<<"([^">]+)">>,<<"([^">]+)">>/g)) {
    yield libraryPackage({ ecosystem: 'hex', name, version, path, evidence: 'lockfile' });
  }
}
