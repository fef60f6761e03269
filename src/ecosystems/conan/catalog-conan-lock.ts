import { recordOf, stringOf, stringsOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { isProjectLockfile } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { packageOfReference } from './reference.ts';

/**
 * Reads Conan's lockfile: a graph in Conan 1, lists in Conan 2. What is needed for building only
 * counts as for development; recipes in Python hold no library.
 *
 * https://docs.conan.io/2/tutorial/versioning/lockfiles.html
 */
export const conanLock: PackageCataloger = jsonCataloger({
  id: 'conan-lock',
  revision: 1,
  reads: [{ basename: 'conan.lock', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectLockfile,
  malformed: 'conan.lock.malformed',
  read: (root, path) =>
    lockfileReading(
      path,
      root['graph_lock'] === undefined ? listed(root, path) : nodesOf(root, path),
    ),
});

function* listed(root: JsonRoot, path: string): Generator<Package | undefined> {
  for (const reference of stringsOf(root['requires'])) {
    yield packageOfReference(reference, { path, evidence: 'lockfile', scope: 'runtime' });
  }
  for (const reference of stringsOf(root['build_requires'])) {
    yield packageOfReference(reference, { path, evidence: 'lockfile', scope: 'dev' });
  }
}

/** The project itself has the path of its recipe. */
function* nodesOf(root: JsonRoot, path: string): Generator<Package | undefined> {
  for (const written of Object.values(recordOf(recordOf(root['graph_lock'])['nodes']))) {
    const node = recordOf(written);
    const reference = stringOf(node['ref']);
    if (reference === undefined || node['path'] !== undefined) continue;
    const scope = node['context'] === 'build' ? 'dev' : 'runtime';
    yield packageOfReference(reference, { path, evidence: 'lockfile', scope });
  }
}
