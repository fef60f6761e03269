import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from '../../model/index.ts';
import { isReadBy } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { binary } from './catalog-binary.ts';

/** Third-party facts, beside the repository: pieces of real programs, and what they are. */
export const SNIPPETS: string = join(
  import.meta.dirname,
  '../../../../shared/cases/binary-snippets',
);

export interface Snippet {
  readonly fixture: string;
  /** Where its files are. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly expected: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
  }[];
}

export function readSnippets(): readonly Snippet[] {
  const { cases }: { readonly cases: readonly Omit<Snippet, 'folder'>[] } = JSON.parse(
    readFileSync(join(SNIPPETS, 'expected.json'), 'utf8'),
  );
  return cases.map((one) => ({ ...one, folder: join(SNIPPETS, 'snippets', one.fixture) }));
}

/** Files of the same names that are something else. */
export function negativeFiles(): { readonly folder: string; readonly files: readonly string[] } {
  const folder = join(SNIPPETS, 'negative');
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  return { folder, files };
}

/** As the walk over a layer gives them: only what the cataloger asks for. */
export async function packagesOf(folder: string, files: readonly string[]): Promise<Package[]> {
  const packages: Package[] = [];
  for (const path of files) {
    const bytes = readFileSync(join(folder, path));
    if (!binary.reads.some((pattern) => isReadBy(pattern, path, bytes))) continue;
    const { findings } = await binary.catalog([layerFile(path, [bytes])]);
    packages.push(...findings.flatMap((finding) => finding.packages));
  }
  return packages;
}
