import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { LayerInventory, Package, Unit } from '../model/index.ts';
import { CATALOGERS } from './catalogers.ts';
import { LayerCatalog } from './layer-catalog.ts';
import { LayerFilesWriter, readLayerFiles } from './layer-files.ts';
import { notedFiles } from './placed-files.ts';
import { compileSelectors } from './selectors.ts';
import { squash } from './squash.ts';
import { layerOf, tarEntryOf } from './tree-samples.contract.ts';

const selectors = compileSelectors(CATALOGERS);

interface Sample {
  /** As `tarEntryOf` reads them. */
  readonly lines: readonly string[];
  readonly files?: readonly (readonly [path: string, bytes: number, format?: 'elf' | 'pe'])[];
  readonly units?: readonly Unit[];
}

function sampleLayer({ lines, files = [], units = [] }: Sample): LayerInventory {
  const layer = layerOf(lines.map(tarEntryOf));
  const writer = new LayerFilesWriter();
  for (const [path, bytes, format] of files) writer.add(path, bytes, format);
  return { ...layer, units, files: writer.finish() };
}

function inventoryOf(...samples: readonly Sample[]) {
  const layers = samples.map(sampleLayer);
  return squash({ layers, config: { history: [] }, selectors, limits: DEFAULT_LIMITS });
}

function unitAt(cataloger: string, path: string, pkg?: Partial<Package>, owned?: string): Unit {
  const { digest } = layerOf([]);
  const packages: Package[] = pkg
    ? [
        {
          ecosystem: 'npm',
          name: 'a',
          version: '1.0.0',
          licenses: [],
          locations: [path],
          evidence: 'metadata',
          confidence: 'exact',
          scope: 'runtime',
          ...pkg,
        },
      ]
    : [];
  const ownership = owned === undefined ? [] : [{ owner: 'a', paths: [{ path: owned }] }];
  return { cataloger, path, digest, md5: '', sha1: '', packages, ownership, facts: {} };
}

test('executables that a database lists, a package was read from or holds in its folder are explained', () => {
  const list = 'var/lib/dpkg/info/a.list';
  const manifest = 'app/node_modules/a/package.json';
  const paths = ['usr/bin/owned', 'app/server', 'app/node_modules/a/x.node', 'opt/tool'];
  const { executables } = inventoryOf({
    lines: ['bin -> usr/bin', list, manifest, 'usr/bin/large', ...paths],
    files: [
      ...paths.map((path, at) => [path, 100 * (at + 1), 'elf'] as const),
      ['usr/bin/large', 99_999],
    ],
    units: [
      unitAt('dpkg-files', list, undefined, 'bin/owned'),
      unitAt('npm-package-json', manifest, {}),
      unitAt('go-binary', 'app/server', { ecosystem: 'golang', evidence: 'build-info' }),
    ],
  });
  assert.deepEqual(executables, {
    all: { files: 4, bytes: 1000 },
    unknown: { files: 1, bytes: 400 },
    largest: [{ path: 'opt/tool', bytes: 400, layer: 0, format: 'elf' }],
  });
});

test('the largest unknown executables come first, and those that are gone are none', () => {
  const { executables } = inventoryOf(
    { lines: ['a', 'b', 'c'], files: ['a', 'b', 'c'].map((path, at) => [path, at + 1, 'pe']) },
    { lines: ['.wh.c', 'b'], files: [['b', 9, 'elf']] },
  );
  assert.deepEqual(
    executables?.largest.map(({ path, bytes, layer }) => [path, bytes, layer]),
    [
      ['b', 9, 1],
      ['a', 1, 0],
    ],
  );
});

test('what a higher layer deleted, hid or replaced is left over in the lower one', () => {
  const manifest = 'app/node_modules/a/package.json';
  const { leftovers } = inventoryOf(
    {
      lines: ['k/kept', 'd/deleted', 'r/replaced', 'o/hidden', 's/small', manifest],
      files: [
        ['k/kept', 50_000],
        ['d/deleted', 40_000],
        ['r/replaced', 30_000],
        ['o/hidden', 20_000],
        ['s/small', 10],
      ],
      units: [unitAt('npm-package-json', manifest, { name: 'old' })],
    },
    { lines: ['.wh.d', 'r/replaced', 'o/.wh..wh..opq', '.wh.s', 'app/.wh.node_modules'] },
  );
  assert.deepEqual(leftovers?.layers, [{ layer: 0, files: 3, bytes: 90_000 }]);
  assert.deepEqual(
    leftovers.largest.map(({ path }) => path),
    ['d/deleted', 'r/replaced', 'o/hidden'],
  );
  assert.deepEqual(leftovers.packages, [
    { ecosystem: 'npm', name: 'old', version: '1.0.0', layer: 0, goneIn: 1 },
  ]);
});

test('a package that is replaced by itself, or lies elsewhere too, is not left over', () => {
  const [one, two] = ['x/node_modules/a/package.json', 'y/node_modules/a/package.json'];
  const units = [unitAt('npm-package-json', one, {}), unitAt('npm-package-json', two, {})];
  const { leftovers } = inventoryOf(
    { lines: [one, two], units },
    { lines: ['x/.wh.node_modules'] },
  );
  assert.deepEqual(leftovers?.packages, []);
});

test('a layer notes executables of any size and other files of some size, in one piece or many', async () => {
  const catalog = new LayerCatalog({ selectors, limits: DEFAULT_LIMITS });
  const elf = Buffer.from('7f454c460201010000', 'hex');
  const tree: readonly (readonly [string, Uint8Array])[] = [
    ['bin/small', elf],
    ['big', Buffer.alloc(20_000, 'x')],
    ['text', Buffer.from('a text')],
    ['empty', new Uint8Array()],
  ];
  for (const [path, content] of tree) {
    const taken = catalog.entry({ ...tarEntryOf(path), size: content.length }) === 'take';
    let isTaken = taken;
    for (let at = 0; isTaken && at < content.length; at += 3) {
      isTaken = catalog.data(content.subarray(at, at + 3)) !== 'skip';
    }
    if (isTaken) catalog.end();
  }
  const { files } = await catalog.finish();
  assert.deepEqual(
    [...readLayerFiles(files, 10).notes.values()],
    [
      { path: 'bin/small', bytes: 9, format: 'elf' },
      { path: 'big', bytes: 20_000 },
    ],
  );
});

test('more files than can be counted are told of', () => {
  const writer = new LayerFilesWriter();
  for (let at = 0; at <= 100_000; at++) writer.add(`f${at}`, 1, 'elf');
  assert.equal(readLayerFiles(writer.finish(), Infinity).notes.size, 100_000);
  assert.match(writer.diagnostics[0]?.message ?? '', /100001 executables and large files/);
});

test('layers that have more together than is held are told of, and those that have as many are not', () => {
  const lines = ['a', 'b'];
  const layer = sampleLayer({ lines, files: lines.map((path) => [path, 1, 'elf']) });
  const cut = notedFiles([layer, layer], 3);
  assert.deepEqual(
    cut.layers.map(({ size }) => size),
    [2, 1],
  );
  assert.deepEqual(
    cut.diagnostics.map(({ code, severity }) => [code, severity]),
    [['catalog.image-files-not-counted', 'info']],
  );
  assert.deepEqual(notedFiles([layer, layer], 4).diagnostics, []);
});
