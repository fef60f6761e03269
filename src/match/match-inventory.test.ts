import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, Confidence, InventoryPackage } from '../model/index.ts';
import { matchInventory, namespacesOf } from './match-inventory.ts';
import {
  advisoryOf,
  affectedOf,
  below,
  coverageOf,
  debAffected,
  debItem,
  inventoryOf,
  itemOf,
  rowOf,
  snapshotOf,
} from './samples.contract.ts';

test('a finding is no surer than the least sure of item, owner and package', () => {
  const cases: readonly (readonly [Confidence, Confidence, Confidence])[] = [
    ['exact', 'exact', 'exact'],
    ['derived', 'exact', 'derived'],
    ['exact', 'heuristic', 'heuristic'],
    ['derived', 'heuristic', 'heuristic'],
    ['heuristic', 'derived', 'heuristic'],
  ];
  for (const [ofItem, ofPackage, expected] of cases) {
    const row = rowOf(itemOf({ confidence: ofItem }));
    const packages = [{ ...row, package: { ...row.package, confidence: ofPackage } }];
    const { findings } = matchInventory(inventoryOf(packages), snapshotOf([advisoryOf('GHSA-a')]));
    assert.equal(findings[0]?.confidence, expected, `${ofItem} ${ofPackage}`);
  }
});

test('the most urgent comes first: counted, malware, severity, exploited, likely, score', () => {
  const hidden = affectedOf({ unimportant: true });
  const advisories = [
    { ...rated('CVE-1', 'critical', 10), affected: [hidden] },
    rated('CVE-2', 'high', 7.5),
    rated('CVE-3', 'high', 8.5),
    rated('CVE-4', 'high', 7),
    rated('CVE-5', 'high', 7),
    rated('CVE-6', 'critical', 9),
    { ...rated('MAL-7', 'high', 7), class: 'malware' as const },
  ];
  const context = {
    'CVE-4': { epss: { probability: 0.9, percentile: 0.99 } },
    'CVE-5': { kev: { addedAt: '2024-01-01', usedByRansomware: false } },
  };
  const snapshot = snapshotOf(advisories, { context });
  const { findings } = matchInventory(inventoryOf([rowOf(itemOf())]), snapshot);
  const order = ['MAL-7', 'CVE-6', 'CVE-5', 'CVE-4', 'CVE-3', 'CVE-2', 'CVE-1'];
  assert.deepEqual(
    findings.map(({ id }) => id),
    order,
  );
});

test('coverage tells what could be asked, what not, and whose support has ended', () => {
  const arch = { ...rowOf(undefined), origin: 'distribution' as const };
  const database = { ...arch.package, ecosystem: 'alpm', evidence: 'database' as const };
  const conda = { ...arch.package, ecosystem: 'conda' };
  const inventory = inventoryOf([
    rowOf(itemOf()),
    rowOf(debItem('curl', '1.0', { channels: ['Docker Hardened Images:Debian:12'] })),
    rowOf(itemOf({ ecosystem: 'pypi', namespace: 'PyPI' })),
    { ...arch, package: database },
    { ...arch, package: { ...database, evidence: 'sbom' as const } },
    // a virtual package among those that Debian's advisories speak of
    { ...arch, package: { ...database, ecosystem: 'deb' } },
    // none is written for what others build, nor for a thing that is no version
    { ...arch, package: database, origin: 'third-party' },
    arch,
    { ...arch, package: conda },
    rowOf(debItem('curl', '1.0', { namespace: 'Ubuntu:22.04', confidence: 'derived' })),
    rowOf(debItem('curl', '1.0', { confidence: 'derived' })),
    { ...arch, package: { ...conda, evidence: 'database' } },
    { ...arch, package: { ...conda, ecosystem: 'cocoapods' } },
    { ...arch, package: { ...conda, ecosystem: 'generic', name: 'plugin', version: '2' } },
  ]);
  const end = { namespace: 'Debian:12', supportedUntil: '2028-06-30' };
  const covered = [coverageOf('npm'), coverageOf('Debian:12')];
  const snapshot = snapshotOf([], { coverage: covered, endOfLife: [end] });
  assert.deepEqual(matchInventory(inventory, snapshot).coverage, {
    namespaces: covered,
    uncovered: ['PyPI', 'Ubuntu:22.04'],
    withoutFeed: 2,
    withoutAdvisories: ['plugin 2'],
    unadvised: [
      { title: 'conda packages', packages: 2 },
      { title: 'packages of type cocoapods', packages: 1 },
    ],
    derived: ['Ubuntu:22.04'],
    endOfLife: end,
  });
  assert.deepEqual(namespacesOf(inventory), [
    'npm',
    'Debian:12',
    'Docker Hardened Images:Debian:12',
    'PyPI',
    'Ubuntu:22.04',
  ]);
});

test('a program that no advisory ever names is told as one that nothing is read for', () => {
  const old = affectedOf({ ecosystem: 'generic', namespace: 'CVE', name: 'curl:curl' });
  const advisory = advisoryOf('CVE-1', { affected: [{ ...old, ranges: [below('0.5')] }] });
  const snapshot = snapshotOf([advisory], { coverage: [coverageOf('CVE')] });
  const inventory = inventoryOf([
    programRow('curl'),
    programRow('unheard'),
    programRow('php', 'Bitnami'),
  ]);
  const { coverage, findings } = matchInventory(inventory, snapshot);
  assert.deepEqual(findings, []);
  assert.deepEqual(coverage.withoutAdvisories, ['unheard 1.0']);
  assert.deepEqual(coverage.uncovered, ['Bitnami']);
});

function programRow(name: string, namespace = 'CVE'): InventoryPackage {
  const keys = [{ name: `${name}:${name}`, version: '1.0', via: 'package' }] as const;
  const row = rowOf(itemOf({ ecosystem: 'generic', namespace, keys }));
  return { ...row, package: { ...row.package, ecosystem: 'generic', name } };
}

test('a comparison that could not be made is a diagnostic that names package, advisory and text', () => {
  const advisory = advisoryOf('GHSA-a', { affected: [affectedOf({ ranges: [below('<none>')] })] });
  const { findings, diagnostics } = matchInventory(
    inventoryOf([rowOf(itemOf())]),
    snapshotOf([advisory]),
  );
  assert.deepEqual(findings, []);
  assert.deepEqual(diagnostics, [
    {
      code: 'match.not-comparable',
      severity: 'warning',
      message: 'GHSA-a could not be compared with lodash 1.0.0: <none> cannot be read as a version',
      path: 'app/node_modules/lodash/package.json',
    },
  ]);
});

test('packages that differ in place only have findings of their own', () => {
  const snapshot = snapshotOf([advisoryOf('GHSA-a')]);
  const { findings } = matchInventory(inventoryOf([rowOf(itemOf()), rowOf(itemOf())]), snapshot);
  assert.deepEqual(
    findings.map((finding) => finding.package),
    [0, 1],
  );
});

test('items that differ in one thing are not taken for each other', () => {
  const advisory = advisoryOf('CVE-1', {
    affected: [debAffected('curl', { architectures: ['amd64'], ranges: [below('2.0')] })],
  });
  const items = [
    debItem('curl', '1.0', { architecture: 'amd64' }),
    debItem('curl', '1.0', { architecture: 'arm64' }),
    debItem('curl', '2.0', { architecture: 'amd64' }),
    debItem('curl', '1.0', { architecture: 'amd64', namespace: 'Debian:11' }),
    debItem('curl', '1.0', { architecture: 'amd64', module: 'a:1' }),
    debItem('curl', '1.0', { architecture: 'amd64', class: 'kernel-headers' }),
  ];
  const inventory = inventoryOf(items.map((item) => rowOf(item)));
  const { findings } = matchInventory(inventory, snapshotOf([advisory]));
  assert.deepEqual(
    findings.map((finding) => [finding.package, finding.hidden]),
    [
      [0, undefined],
      [5, 'kernel-headers'],
    ],
  );
});

function rated(id: string, severity: 'critical' | 'high', score: number): Advisory {
  return advisoryOf(id, { severities: [{ source: 'GHSA', severity, score }] });
}
