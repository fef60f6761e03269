import { recordOf, stringOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { isProjectLockfile, libraryPackage } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';

/**
 * Reads NuGet's lockfile.
 *
 * https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies
 */
export const packagesLock: PackageCataloger = jsonCataloger({
  id: 'nuget-packages-lock',
  revision: 1,
  reads: [{ basename: 'packages.lock.json', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectLockfile,
  malformed: 'nuget.packages-lock.malformed',
  read: (root, path) => lockfileReading(path, packagesIn(root, path)),
});

/** By framework, then by name. Projects beside this one are no packages. */
function* packagesIn(root: JsonRoot, path: string): Generator<Package | undefined> {
  for (const framework of Object.values(recordOf(root['dependencies']))) {
    for (const [name, entry] of Object.entries(recordOf(framework))) {
      const { type, resolved } = recordOf(entry);
      if (type === 'Project') continue;
      const version = stringOf(resolved);
      yield libraryPackage({ ecosystem: 'nuget', name, version, path, evidence: 'lockfile' });
    }
  }
}
