import { isRecord, recordOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';
import { isProjectLockfile, npmPackage, splitNameVersion } from './npm-package.ts';

/**
 * Reads the npm packages in Deno's lockfile of versions 2 to 5. Modules of JSR and of addresses are
 * no packages of npm.
 *
 * https://docs.deno.com/runtime/fundamentals/modules/#lockfile
 */
export const denoLock: PackageCataloger = jsonCataloger({
  id: 'npm-deno-lock',
  revision: 1,
  reads: [{ basename: 'deno.lock', maxBytes: LOCKFILE_BYTES }],
  accepts: isProjectLockfile,
  malformed: 'npm.deno-lock.malformed',
  read: (root, path) => lockfileReading(path, packagesIn(root, path)),
});

/** `npm.packages` of version 2, `packages.npm` of 3, `npm` since 4. */
function* packagesIn(root: JsonRoot, path: string): Generator<Package | undefined> {
  const nested = recordOf(root['packages'])['npm'];
  const npm = isRecord(nested) ? nested : recordOf(root['npm']);
  const packages = isRecord(npm['packages']) ? npm['packages'] : npm;
  for (const key of Object.keys(packages)) {
    const [name, written] = splitNameVersion(key);
    // What its peers are follows: `1.0.0_react@18.2.0`.
    const [version] = written.split('_', 1);
    yield npmPackage({ name, version, path, evidence: 'lockfile' });
  }
}
