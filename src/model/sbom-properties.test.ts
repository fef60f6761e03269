import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InventoryPackage } from './inventory.ts';
import { readSbomProperties, writeSbomProperties } from './sbom-properties.ts';

const FULL: InventoryPackage = {
  package: {
    ecosystem: 'rpm',
    name: 'nodejs',
    version: '1:12.1-3',
    architecture: 'x86_64',
    source: { name: 'nodejs', version: '12.1-3' },
    vendor: 'Rocky',
    module: 'nodejs:12:1:2',
    licenses: ['MIT', 'Apache-2.0'],
    locations: ['var/lib/rpm/rpmdb.sqlite', 'usr/lib/b'],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
    inside: 'x',
    facts: { main: 'true' },
  },
  purl: undefined,
  foundBy: 'rpm-sqlite',
  introducedIn: 2,
  ownedBy: 7,
  origin: 'distribution',
  item: undefined,
};

test('a package is read back from its properties as it was written', () => {
  const { package: own, foundBy, introducedIn, ownedBy } = FULL;
  assert.deepEqual(readSbomProperties(writeSbomProperties(FULL)), {
    package: own,
    foundBy,
    introducedIn,
    ownedBy,
  });
  const bare = {
    ecosystem: 'npm',
    name: 'a',
    version: '1',
    licenses: [],
    locations: [],
    evidence: 'metadata',
    confidence: 'exact',
    scope: 'dev',
  } as const;
  const { ownedBy: _, ...rest } = FULL;
  assert.deepEqual(readSbomProperties(writeSbomProperties({ ...rest, package: bare })), {
    package: bare,
    foundBy,
    introducedIn,
  });
});

test('properties of other tools, and ours with a part missing or wrong, are not taken', () => {
  const written = writeSbomProperties(FULL);
  assert.equal(readSbomProperties([['syft:package:type', 'rpm']]), undefined);
  for (const name of ['drydock:type', 'drydock:name', 'drydock:evidence', 'drydock:layer']) {
    assert.equal(readSbomProperties(written.filter(([key]) => key !== name)), undefined, name);
  }
  assert.equal(
    readSbomProperties([...written, ['drydock:layer', '-1']]),
    undefined,
    'the last of two wins, and is no index',
  );
});
