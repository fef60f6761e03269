import { recordOf, stringOf, stringsOf } from '../../base/index.ts';
import type { Evidence, Package, Scope } from '../../model/index.ts';
import { libraryPackage } from '../library-package.ts';

/** A package as installed.json and composer.lock both write it. */
export function composerPackage(
  entry: unknown,
  found: { readonly path: string; readonly evidence: Evidence; readonly scope: Scope },
): Package | undefined {
  const { name, version, license, dist } = recordOf(entry);
  const isFolder = recordOf(dist)['type'] === 'path';
  return libraryPackage({
    ecosystem: 'composer',
    name: stringOf(name),
    version: stringOf(version),
    licenses: stringsOf(license),
    facts: { source: isFolder ? 'path' : undefined },
    ...found,
  });
}

/** What a package's own tests bring along is not installed. */
export function isFixture(path: string): boolean {
  const folders = path.toLowerCase().split('/');
  const vendor = folders.indexOf('vendor');
  return vendor !== -1 && folders.slice(vendor).some((folder) => TESTS.has(folder));
}

const TESTS = new Set(['test', 'tests', 'fixtures']);
