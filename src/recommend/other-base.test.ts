import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inventory, InventoryPackage } from '../model/index.ts';
import { onOtherBase } from './other-base.ts';
import { rowOf } from './samples.contract.ts';

const BASE = inventoryOf(1, [deb('libc6', '2.36-9'), deb('openssl', '3.0.1'), deb('nano', '7')]);
const NEWER = inventoryOf(2, [
  deb('libc6', '2.36-10'),
  deb('openssl', '3.0.9', 1),
  deb('nano', '8'),
]);

test('own packages go on top of the packages of the other base', () => {
  const image = inventoryOf(2, [...BASE.packages, npm('lodash', '4.17.4', 1)]);
  const { inventory, risks } = onOtherBase({ image, base: BASE, other: NEWER });
  assert.deepEqual(listOf(inventory), [
    'libc6 2.36-10 in 0',
    'openssl 3.0.9 in 1',
    'nano 8 in 0',
    'lodash 4.17.4 in 2',
  ]);
  assert.equal(inventory.layers.length, 3);
  assert.deepEqual(risks, []);
});

test('what the image removed stays away, what it upgraded is never older', () => {
  const image = inventoryOf(2, [
    deb('libc6', '2.36-99', 1),
    deb('openssl', '3.0.5', 1),
    deb('curl', '8.1', 1),
  ]);
  const { inventory, risks } = onOtherBase({ image, base: BASE, other: NEWER });
  assert.deepEqual(listOf(inventory), [
    'openssl 3.0.9 in 1',
    'libc6 2.36-99 in 2',
    'curl 8.1 in 2',
  ]);
  assert.deepEqual(risks, [{ kind: 'installed-anew', packages: 3 }]);
});

test('a library that the image replaced in its place is replaced on the other base too', () => {
  const base = inventoryOf(1, [npm('npm', '9.0.0')]);
  const image = inventoryOf(2, [npm('npm', '9.9.0', 1)]);
  const other = inventoryOf(1, [npm('npm', '10.0.0')]);
  const { inventory } = onOtherBase({ image, base, other });
  assert.deepEqual(listOf(inventory), ['npm 9.9.0 in 1']);
});

test('owners are found at their new places', () => {
  const image = inventoryOf(2, [
    ...BASE.packages,
    deb('python3-six', '1', 1),
    { ...npm('six', '1.16', 1), ownedBy: 3 },
  ]);
  const other = inventoryOf(1, [deb('libc6', '2.37'), { ...npm('x', '1'), ownedBy: 0 }]);
  const { inventory } = onOtherBase({ image, base: BASE, other });
  const owners = inventory.packages.map(({ ownedBy }) =>
    ownedBy === undefined ? undefined : inventory.packages[ownedBy]?.package.name,
  );
  assert.deepEqual(owners, [undefined, 'libc6', undefined, 'python3-six']);
});

test('another distribution, and packages that it has not, are said', () => {
  const other = inventoryOf(1, [deb('libc6', '2.41-1')], '13');
  const image = inventoryOf(2, [deb('libc6', '2.36-9'), deb('openssl', '3.0.1')]);
  const { risks } = onOtherBase({ image, base: BASE, other });
  assert.deepEqual(risks, [
    { kind: 'other-distribution', from: 'debian 12', to: 'debian 13' },
    { kind: 'not-in-base', packages: ['openssl'] },
  ]);
});

test('on its own base an image is what it is', () => {
  const image = inventoryOf(2, [...BASE.packages, npm('lodash', '4.17.4', 1)]);
  const { inventory, risks } = onOtherBase({ image, base: BASE, other: BASE });
  assert.deepEqual([inventory, risks], [image, []]);
});

function deb(name: string, version: string, introducedIn = 0): InventoryPackage {
  return { ...rowOf('deb', name, version), introducedIn };
}

function npm(name: string, version: string, introducedIn = 0): InventoryPackage {
  const locations = [`app/node_modules/${name}/package.json`];
  return { ...rowOf('npm', name, version, { locations }), introducedIn };
}

function inventoryOf(
  layers: number,
  packages: readonly InventoryPackage[],
  versionId = '12',
): Inventory {
  return {
    layers: Array.from({ length: layers }, () => ({ compressedSize: 1, size: 1 })),
    distro: { id: 'debian', versionId, idLike: [], path: 'etc/os-release' },
    packages,
    facts: {},
    diagnostics: [],
  };
}

function listOf({ packages }: Inventory): string[] {
  return packages.map(
    ({ package: { name, version }, introducedIn }) => `${name} ${version} in ${introducedIn}`,
  );
}
