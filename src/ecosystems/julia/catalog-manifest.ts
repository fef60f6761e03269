import { arrayOf, recordOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { tomlLock, type TomlDocument } from '../toml-lock.ts';
import { juliaPackage } from './julia-package.ts';

/**
 * Reads the lockfile of Julia's Pkg. Parts of Julia have no version of their own there.
 *
 * https://pkgdocs.julialang.org/v1/toml-files/#Manifest.toml
 */
export const juliaManifest: PackageCataloger = tomlLock({
  id: 'julia-manifest',
  revision: 1,
  basename: 'Manifest.toml',
  malformed: 'julia.manifest.malformed',
  readPackages: packagesIn,
});

/** Before version 2 of the format packages were at the top; other files of that name have none. */
function* packagesIn(document: TomlDocument, path: string): Generator<Package | undefined> {
  const packages = document['manifest_format'] === undefined ? document : document['deps'];
  for (const [name, entries] of Object.entries(recordOf(packages))) {
    for (const entry of arrayOf(entries)) {
      if (recordOf(entry)['uuid'] === undefined) continue;
      yield juliaPackage(name, entry, { path, evidence: 'lockfile' });
    }
  }
}
