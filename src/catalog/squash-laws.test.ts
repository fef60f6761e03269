/**
 * What holds of squashing whatever the layers are. It takes layers, not inventories, so there is
 * nothing to associate: that a stack is squashed alike in parts is said of its prefixes instead.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { TarEntry } from '../image/index.ts';
import { type LayerInventory, parseDigest } from '../model/index.ts';
import { compileSelectors } from './selectors.ts';
import { squash } from './squash.ts';
import { layerLines, layerOf, tarEntryOf } from './tree-samples.contract.ts';

const RUNS = { numRuns: 150, seed: 1 };
const selectors = compileSelectors([]);

/** Layers as tars are: each name once, nothing below what is no folder, no links that alias. */
const stack = fc.array(layerLines.map(wellFormed), { minLength: 1, maxLength: 4 });

test('a layer of nothing, wherever it is put, changes but the numbers of layers above it', () => {
  fc.assert(
    fc.property(stack, fc.nat(4), (layers, at) => {
      const place = Math.min(at, layers.length);
      const more = layers.toSpliced(place, 0, []);
      const moved = rowsOf(layers).map(([path, layer]) => [
        path,
        layer < place ? layer : layer + 1,
      ]);
      assert.deepEqual(rowsOf(more), moved);
    }),
    RUNS,
  );
});

test('a layer twice is the layer once, and its packages are there since the first time', () => {
  fc.assert(
    fc.property(stack, (layers) => {
      const last = layers.at(-1) ?? [];
      assert.deepEqual(rowsOf([...layers, last]), rowsOf(layers));
    }),
    RUNS,
  );
});

test('the order of entries in a layer does not matter, folders before what is in them', () => {
  fc.assert(
    fc.property(stack, fc.integer(), (layers, salt) => {
      const shuffled = layers.map((entries) =>
        entries.toSorted((a, b) => depth(a) - depth(b) || order(a, salt) - order(b, salt)),
      );
      assert.deepEqual(rowsOf(shuffled), rowsOf(layers));
    }),
    RUNS,
  );
});

test('what stays keeps the layer that brought it, whatever is put on top', () => {
  fc.assert(
    fc.property(stack, (layers) => {
      const below = new Map(rowsOf(layers.slice(0, -1)));
      for (const [path, layer] of rowsOf(layers)) {
        assert.equal(layer, below.get(path) ?? layers.length - 1, path);
      }
    }),
    RUNS,
  );
});

/** Every file tells one package of its name: its path, and since which layer it is there. */
function rowsOf(layers: readonly (readonly TarEntry[])[]): [string, number][] {
  const input = { layers: layers.map(inventoryOf), config: { history: [] }, selectors };
  return squash({ ...input, limits: DEFAULT_LIMITS }).packages.map((row) => [
    row.package.name,
    row.introducedIn,
  ]);
}

function inventoryOf(entries: readonly TarEntry[]): LayerInventory {
  const digest = parseDigest(`sha256:${'0'.repeat(64)}`);
  assert.ok(digest);
  const files = entries.filter(({ kind, path }) => kind === 'file' && !path.includes('.wh.'));
  const rest = {
    licenses: [],
    evidence: 'metadata',
    confidence: 'exact',
    scope: 'runtime',
  } as const;
  return {
    ...layerOf(entries),
    units: files.map(({ path }) => ({
      cataloger: 'test',
      path,
      digest,
      md5: '',
      sha1: '',
      packages: [{ ecosystem: 'test', name: path, version: '1', locations: [path], ...rest }],
      ownership: [],
      facts: {},
    })),
  };
}

function wellFormed(lines: readonly string[]): readonly TarEntry[] {
  const kept: TarEntry[] = [];
  for (const entry of lines.map(tarEntryOf)) {
    const isAlone = kept.every((other) => !meets(other, entry) && !meets(entry, other));
    if (isAlone && (entry.kind === 'file' || entry.kind === 'directory')) kept.push(entry);
  }
  return kept;
}

/** Whether one entry lies at the place of another or below it, where that is no folder. */
function meets(upper: TarEntry, lower: TarEntry): boolean {
  if (upper.path === lower.path) return true;
  const place = upper.path.replace(/\.wh\.(?!\.wh)/, '');
  const isBelow = lower.path === place || lower.path.startsWith(`${place}/`);
  return isBelow && upper.kind !== 'directory' && !upper.path.endsWith('.opq');
}

function depth({ path }: TarEntry): number {
  return path.split('/').length;
}

function order({ path }: TarEntry, salt: number): number {
  return Array.from(path).reduce(
    (sum, char) => (sum * 31 + char.charCodeAt(0)) % 997,
    Math.abs(salt) % 997,
  );
}
