import * as fc from 'fast-check';
import { type TarEntry, cleanPath } from '../image/index.ts';
import type { LayerInventory } from '../model/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import { LayerEntries } from './layer-entries.ts';

/** `a/` a directory, `a -> b` a symlink, `a => b` a hard link, `a` a file of one byte. */
export function tarEntryOf(line: string): TarEntry {
  const [name = '', arrow, linkName = ''] = line.split(' ');
  const kind =
    arrow === '->'
      ? 'symlink'
      : arrow === '=>'
        ? 'hardlink'
        : name.endsWith('/')
          ? 'directory'
          : 'file';
  const size = kind === 'file' ? 1 : 0;
  return { kind, name, path: cleanPath(name), size, linkName, mode: 0o644, typeFlag: '0' };
}

/** A layer as its worker tells it, of entries without content. */
export function layerOf(entries: readonly TarEntry[]): LayerInventory {
  const digest = parseDigest(`sha256:${'0'.repeat(64)}`);
  if (!digest) throw new Error('no digest');
  const lines = new LayerEntries();
  for (const entry of entries) lines.add(entry);
  return {
    digest,
    diffId: asDiffId(digest),
    compressedSize: 0,
    size: 0,
    entries: entries.length,
    units: [],
    releaseFiles: {},
    paths: lines.finish(),
    files: new Uint8Array(),
    diagnostics: [],
  };
}

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const target = fc.oneof(
  path,
  path.map((to) => `/${to}`),
  path.map((to) => `../${to}`),
);

/** Entries in any order, sensible or not: names of three letters meet often. */
export const layerLines: fc.Arbitrary<readonly string[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: path },
      { weight: 2, arbitrary: path.map((at) => `${at}/`) },
      { weight: 2, arbitrary: fc.tuple(path, target).map(([at, to]) => `${at} -> ${to}`) },
      { weight: 1, arbitrary: path.map((at) => whiteout(at)) },
      {
        weight: 1,
        arbitrary: fc
          .oneof(
            path.map((at) => `${at}/`),
            fc.constant(''),
          )
          .map(opaque),
      },
      { weight: 1, arbitrary: fc.nat(5).map((back) => `hard ${back}`) },
    ),
    { maxLength: 8 },
  )
  .map(withHardLinks);

function whiteout(at: string): string {
  const slash = at.lastIndexOf('/') + 1;
  return `${at.slice(0, slash)}.wh.${at.slice(slash)}`;
}

function opaque(folder: string): string {
  return `${folder}.wh..wh..opq`;
}

/** A hard link is to a file of its layer that stands before it and that nothing else touches. */
function withHardLinks(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, index) =>
    line.startsWith('hard ') ? [`store${index}`, `${'abc'[index % 3]}/h => store${index}`] : [line],
  );
}
