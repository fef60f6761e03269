import { arrayOf } from '../../base/index.ts';
import type { Package, Scope } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { isProjectLockfile } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { composerPackage } from './composer-package.ts';

/**
 * Reads Composer's lockfile.
 *
 * https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control
 */
export const composerLock: PackageCataloger = jsonCataloger({
  id: 'composer-lock',
  revision: 1,
  reads: [{ basename: 'composer.lock', maxBytes: LOCKFILE_BYTES }],
  accepts: (path) => isProjectLockfile(path) && !/(?:^|\/)vendor\//.test(path),
  malformed: 'composer.lock.malformed',
  read: (root, path) => lockfileReading(path, packagesIn(root, path)),
});

const LISTS: readonly (readonly [key: string, scope: Scope])[] = [
  ['packages', 'runtime'],
  ['packages-dev', 'dev'],
];

function* packagesIn(root: JsonRoot, path: string): Generator<Package | undefined> {
  for (const [key, scope] of LISTS) {
    for (const entry of arrayOf(root[key])) {
      yield composerPackage(entry, { path, evidence: 'lockfile', scope });
    }
  }
}
