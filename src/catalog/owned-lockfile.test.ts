import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../model/index.ts';
import { finishInventory } from './finish-inventory.ts';

const DEB: Package = {
  ecosystem: 'deb',
  name: 'golang-1.19-src',
  version: '1.19.8-2',
  vendor: 'Debian Go Compiler Team <team+go-compiler@tracker.debian.org>',
  licenses: [],
  locations: ['var/lib/dpkg/status'],
  evidence: 'database',
  confidence: 'exact',
  scope: 'runtime',
};

const MODULE: Package = {
  ecosystem: 'golang',
  name: 'golang.org/x/net',
  version: 'v0.0.0-20220802222814-0bcc04d9c69b',
  licenses: [],
  locations: ['usr/share/go-1.19/src/go.mod'],
  evidence: 'lockfile',
  confidence: 'exact',
  scope: 'runtime',
};

test("a lockfile in a distribution's package is listed, and its feed answers for it", () => {
  const owned = itemOf(0);
  assert.equal(owned.length, 2);
  assert.equal(owned[1]?.item, undefined);
  assert.equal(itemOf(undefined)[1]?.item?.namespace, 'Go');
});

function itemOf(ownedBy: number | undefined): ReturnType<typeof finishInventory>['packages'] {
  const found = { foundBy: 'x', introducedIn: 0 };
  return finishInventory({
    layers: [],
    distro: { id: 'debian', versionId: '12', idLike: [], path: 'etc/os-release' },
    facts: new Map(),
    occurrences: [
      { ...found, package: DEB },
      { ...found, package: MODULE, ...(ownedBy !== undefined && { ownedBy }) },
    ],
    diagnostics: [],
  }).packages;
}
