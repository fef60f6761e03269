import { recordOf, stringOf } from '../../base/index.ts';
import type { Evidence, Package } from '../../model/index.ts';
import { libraryPackage } from '../library-package.ts';

/** A package as Project.toml and the entries of Manifest.toml both write it. */
export function juliaPackage(
  name: string | undefined,
  entry: unknown,
  found: { readonly path: string; readonly evidence: Evidence },
): Package | undefined {
  const { uuid, version, path } = recordOf(entry);
  return libraryPackage({
    ecosystem: 'julia',
    name,
    version: stringOf(version),
    facts: { uuid: stringOf(uuid), source: stringOf(path) === undefined ? undefined : 'path' },
    ...found,
  });
}
