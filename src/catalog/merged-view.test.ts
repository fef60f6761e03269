import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { type TarEntry, flatten } from '../image/index.ts';
import { mergedViewOf } from './merged-view.ts';
import { layerLines, layerOf, tarEntryOf } from './tree-samples.contract.ts';

const LIMIT = 40;

test('what is left, and where, is what flattening the layers leaves', () => {
  fc.assert(
    fc.property(
      fc.array(layerLines, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(/./, /a$/, /b$/, /c$/),
      (layers, asked) => {
        const entries = entriesOf(layers);
        assert.deepEqual(survivors(entries, asked), flattened(entries, asked));
      },
    ),
    { numRuns: 1000, seed: 1 },
  );
});

test('a file goes where a lower layer links its folder, and the link stays', () => {
  const rows: readonly (readonly [readonly (readonly string[])[], string])[] = [
    [[['usr/lib/', 'lib -> usr/lib'], ['lib/x']], 'usr/lib/x'],
    [[['lib -> /usr/lib'], ['usr/lib/'], ['lib/x']], 'usr/lib/x'],
    [[['lib -> usr/lib'], ['lib/', 'lib/x']], 'lib/x'],
    [
      [
        ['lib -> usr/lib', 'lib/x'],
        ['lib/', 'lib/y'],
      ],
      'lib/y usr/lib/x',
    ],
    [[['lib -> usr/lib', 'lib/x'], ['lib/.wh.x']], ''],
    [[['lib -> usr/lib', 'lib/x'], ['.wh.lib']], 'usr/lib/x'],
    [
      [
        ['lib -> usr/lib', 'lib/x'],
        ['lib/.wh..wh..opq', 'lib/y'],
      ],
      'usr/lib/y',
    ],
    [[['l -> ../../../e'], ['l/x']], 'e/x'],
    [[['a -> b', 'b -> a'], ['a/x']], ''],
    [[['f'], ['f/x']], 'f/x'],
    [[['a -> b', 'h => a'], ['h/x']], 'b/x'],
  ];
  for (const [layers, expected] of rows) {
    const entries = entriesOf(layers);
    const paths = survivors(entries, /[fxy]$/).map((line) => line.split(' ')[0]);
    assert.equal(paths.join(' '), expected, JSON.stringify(layers));
  }
});

type Entries = readonly TarEntry[];

/** `path layer` of each file that is there in the end, of those that are asked for by their names. */
function survivors(layers: readonly Entries[], asked: RegExp): string[] {
  const inventories = layers.map((entries) => ({ ...layerOf(entries), entries }));
  const pathsOf = new Map(inventories.map(({ paths, entries }) => [paths, entries]));
  const view = mergedViewOf(
    inventories.map((layer) => ({ ...layer, entries: 0 })),
    ({ paths }) =>
      (pathsOf.get(paths) ?? []).map(({ path }) => path).filter((path) => asked.test(path)),
    LIMIT,
  );
  const found = layers.flatMap((entries, layer) =>
    entries.flatMap(({ path, kind }, index) => {
      // Of entries with one name the last counts.
      if (entries.some((other, at) => at > index && other.path === path)) return [];
      const place = view.placeOf(layer, path);
      const isFile = kind === 'file' || kind === 'hardlink';
      return isFile && place?.goneIn === Infinity ? [`${place.path} ${layer}`] : [];
    }),
  );
  return [...new Set(found)].toSorted();
}

/** Told apart by their sizes, which a hard link has of its target. */
function flattened(layers: readonly Entries[], asked: RegExp): string[] {
  const sizes = new Set(
    layers.flatMap((entries) =>
      entries.flatMap(({ path, kind, size }) => (kind === 'file' && asked.test(path) ? size : [])),
    ),
  );
  return [...flatten(layers)]
    .filter(([, { kind, size }]) => kind === 'file' && sizes.has(size))
    .map(([path, { layer }]) => `${path} ${layer}`)
    .toSorted();
}

/** Each file with a size of its own; written once in its layer. */
function entriesOf(layers: readonly (readonly string[])[]): Entries[] {
  let size = 0;
  return layers.map((lines) => {
    const entries = [...new Set(lines)].map(tarEntryOf);
    return entries.map((entry) => (entry.kind === 'file' ? { ...entry, size: ++size } : entry));
  });
}

test('what would take minutes to follow is given up, and said', () => {
  const far = '../a/'.repeat(800);
  const links = Array.from({ length: 41 }, (_, index) => `l${index} -> ${far}l${index + 1}`);
  const files = Array.from({ length: 20_000 }, (_, index) => `l5/${index}/x`);
  const view = mergedViewOf(
    [links, files].map((lines) => layerOf(lines.map(tarEntryOf))),
    () => [],
    LIMIT,
  );
  assert.deepEqual(
    view.diagnostics.map(({ code }) => code),
    ['catalog.links-not-followed'],
  );
});

test('opaque folders in opaque folders, again and again, take linear time', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => [
    `a/f${index}`,
    'a/.wh..wh..opq',
    '.wh..wh..opq',
  ]).flat();
  const layer = layerOf(lines.map(tarEntryOf));
  const start = performance.now();
  const view = mergedViewOf([layer, layer], () => lines, LIMIT);
  assert.equal(view.placeOf(1, 'a/f7')?.goneIn, Infinity);
  assert.ok(performance.now() - start < 5000);
});
