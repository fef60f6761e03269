import type { Package } from '../model/index.ts';
import type { PackageCataloger } from './cataloger.ts';
import { layerFile } from './layer-file.ts';

/** A package as one line: `name version`, and its scope where that is development. */
export type PackageLine = string;

/** What a cataloger finds in one file, a line a package. */
export async function packageLines(
  cataloger: PackageCataloger,
  path: string,
  content: string | Uint8Array,
): Promise<PackageLine[]> {
  return (await packagesIn(cataloger, path, content)).map(
    ({ name, version, scope }) => `${name} ${version}${scope === 'dev' ? ' dev' : ''}`,
  );
}

export async function packagesIn(
  cataloger: PackageCataloger,
  path: string,
  content: string | Uint8Array,
): Promise<Package[]> {
  const { findings } = await catalog(cataloger, path, content);
  return findings.flatMap(({ packages }) => packages);
}

/** The codes of what a cataloger says of one file. */
export async function codesOf(
  cataloger: PackageCataloger,
  path: string,
  content: string | Uint8Array,
): Promise<string[]> {
  const { diagnostics } = await catalog(cataloger, path, content);
  return diagnostics.map(({ code }) => code);
}

function catalog(
  cataloger: PackageCataloger,
  path: string,
  content: string | Uint8Array,
): ReturnType<PackageCataloger['catalog']> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return cataloger.catalog([layerFile(path, [bytes])]);
}
