import { arrayOf, recordOf, stringOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { libraryPackage } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { repositoryOf } from './repository.ts';

/**
 * Reads the Swift package manager's lockfile of versions 1 to 3. What follows a branch has a commit
 * and no version.
 *
 * https://docs.swift.org/swiftpm/documentation/packagemanagerdocs/resolvingpackageversions
 */
export const packageResolved: PackageCataloger = jsonCataloger({
  id: 'swift-package-resolved',
  revision: 1,
  reads: [{ basename: 'Package.resolved', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectLockfile,
  malformed: 'swift.package-resolved.malformed',
  read: (root, path) => lockfileReading(path, packagesIn(root, path)),
});

/** Packages are checked out whole, with their authors' lockfiles. */
function isProjectLockfile(path: string): boolean {
  return !/(?:^|\/)(?:\.build|SourcePackages)\/checkouts\//.test(path);
}

/** Version 1 has the pins below `object`, and `repositoryURL` for `location`. */
function* packagesIn(root: JsonRoot, path: string): Generator<Package | undefined> {
  for (const written of arrayOf(root['pins'] ?? recordOf(root['object'])['pins'])) {
    const pin = recordOf(written);
    const location = stringOf(pin['location']) || stringOf(pin['repositoryURL']);
    const isLocal = pin['kind'] === 'localSourceControl';
    yield libraryPackage({
      ecosystem: 'swift',
      name: location ? repositoryOf(location) : stringOf(pin['identity']),
      version: stringOf(recordOf(pin['state'])['version']),
      path,
      evidence: 'lockfile',
      facts: { source: isLocal ? 'path' : undefined },
    });
  }
}
