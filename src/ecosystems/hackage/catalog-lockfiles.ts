import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { isProjectLockfile, libraryPackage } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';

/**
 * Reads the exact versions that `cabal freeze` writes: `any.aeson ==2.0.3.0,`.
 *
 * https://cabal.readthedocs.io/en/stable/cabal-commands.html#cabal-freeze
 */
export const cabalFreeze: PackageCataloger = haskellLock(
  'hackage-cabal-freeze',
  'cabal.project.freeze',
  /\bany\.([A-Za-z0-9][\w-]*) ==(\d[\d.]*)/g,
);

/**
 * Reads what Stack takes from Hackage besides its snapshot: `hackage: aeson-2.0.3.0@sha256:...`.
 *
 * https://docs.haskellstack.org/en/stable/topics/lock_files/
 */
export const stackLock: PackageCataloger = haskellLock(
  'hackage-stack-lock',
  'stack.yaml.lock',
  /^ +hackage: ([A-Za-z0-9][\w-]*)-(\d[\d.]*)(?:@|\r?$)/gm,
);

/** A cataloger of what a pattern finds in a file: a name and a version. */
function haskellLock(id: string, basename: string, pattern: RegExp): PackageCataloger {
  return fileCataloger({
    id,
    revision: 1,
    reads: [{ basename, maxBytes: LOCKFILE_BYTES }],
    accepts: isProjectLockfile,
    read: (file) => lockfileReading(file.path, packagesIn(file.path, file.text(), pattern)),
  });
}

function* packagesIn(path: string, text: string, pattern: RegExp): Generator<Package | undefined> {
  for (const [, name, version] of text.matchAll(pattern)) {
    yield libraryPackage({ ecosystem: 'hackage', name, version, path, evidence: 'lockfile' });
  }
}
