import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, InventoryPackage } from '../../model/index.ts';
import type { LocatedFinding } from '../../report/index.ts';
import { groupByVersion } from './package-groups.ts';

test('the standard library of twelve Go binaries is one package at twelve places', () => {
  const binaries = Array.from({ length: 12 }, (_, n) => locatedOf('1.22.1', `bin/${n}`));
  const [first, ...others] = groupByVersion(binaries);
  assert.deepEqual([first?.places, first?.findings.length, others.length], [12, 1, 0]);
});

test('another version, layer or owner is another package', () => {
  const one = locatedOf('1.22.1', 'bin/a');
  const others: readonly LocatedFinding[] = [
    locatedOf('1.22.2', 'bin/b'),
    locatedOf('1.22.1', 'bin/b', { introducedIn: 1 }),
    locatedOf('1.22.1', 'bin/b', { ownedBy: 0 }),
  ];
  for (const other of others) assert.equal(groupByVersion([one, other]).length, 2);
});

function locatedOf(
  version: string,
  path: string,
  more: Partial<InventoryPackage> = {},
): LocatedFinding {
  const found: InventoryPackage = {
    package: {
      ecosystem: 'golang',
      name: 'stdlib',
      version,
      licenses: [],
      locations: [path],
      evidence: 'build-info',
      confidence: 'exact',
      scope: 'runtime',
      inside: path,
    },
    purl: undefined,
    foundBy: 'go-binary',
    introducedIn: 0,
    origin: 'unknown',
    item: undefined,
    ...more,
  };
  const finding: Finding = {
    id: 'CVE-2024-24783',
    ids: ['CVE-2024-24783'],
    vendorIds: [],
    package: 0,
    class: 'vulnerability',
    status: 'affected',
    severity: 'high',
    ratings: [],
    confidence: 'exact',
    matches: [],
  };
  return { finding, found };
}
