import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inventory, InventoryPackage } from '../model/index.ts';
import { itemSetOf } from './item-set.ts';

function found(name: string, version: string, changes: Partial<InventoryPackage> = {}) {
  const result: InventoryPackage = {
    package: {
      ecosystem: 'npm',
      name,
      version,
      licenses: [],
      locations: ['app/package-lock.json'],
      evidence: 'lockfile',
      confidence: 'exact',
      scope: 'runtime',
    },
    purl: undefined,
    foundBy: 'npm.lockfile',
    introducedIn: 0,
    origin: 'unknown',
    item: {
      ecosystem: 'npm',
      namespace: 'npm',
      channels: [],
      keys: [{ name, version, via: 'package' }],
      class: 'package',
    },
    ...changes,
  };
  return result;
}

function inventoryOf(...packages: readonly InventoryPackage[]): Inventory {
  return { layers: [], packages, facts: {}, diagnostics: [] };
}

test('images that match alike share a set, whatever else is different of them', () => {
  const one = itemSetOf(inventoryOf(found('a', '1'), found('a', '1'), found('b', '2')));
  const other = itemSetOf({
    ...inventoryOf(found('a', '1'), found('a', '1'), found('b', '2')),
    layers: [{ compressedSize: 1, size: 2 }],
  });
  assert.deepEqual(one, other);
  assert.equal(one.items.length, 2);
});

test('what a finding or a gap would say differently makes another set', () => {
  const digests = [
    inventoryOf(found('a', '1'), found('b', '2')),
    inventoryOf(found('b', '2'), found('a', '1')),
    inventoryOf(found('a', '1'), found('b', '3')),
    inventoryOf(found('a', '1'), found('b', '2', { item: undefined })),
    inventoryOf(found('a', '1'), found('b', '2', { origin: 'third-party' })),
  ].map((inventory) => itemSetOf(inventory).digest);
  assert.equal(new Set(digests).size, digests.length);
});
