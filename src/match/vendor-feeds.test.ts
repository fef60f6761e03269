import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystems } from '../ecosystems/index.ts';
import type { AdvisorySnapshot, Item, Package } from '../model/index.ts';
import { sampleOf, seenBy, snapshotOf, WITH_SAMPLES } from './feed-snapshots.contract.ts';
import { rpmItem } from './rpm-feeds.contract.ts';

const PHOTON_5 = { id: 'photon', versionId: '5.0' };

test("Photon's list reaches a person: fixed, spared, and affected without a fix", async () => {
  const path = 'photon/photon_cve_metadata/cve_data_photon5.0.json';
  const row = { pkg: 'bash', cve_score: 0 };
  const snapshot = await snapshotOf('photon/5.0', {
    [path]: [
      { ...row, cve_id: 'CVE-2024-1', res_ver: '5.2-2.ph5', status: 'Fixed', cve_score: 9.8 },
      { ...row, cve_id: 'CVE-2024-2', res_ver: '5.2-1.ph5', status: 'Fixed' },
      { ...row, cve_id: 'CVE-2024-3', res_ver: 'NA', status: 'Not Affected' },
      { ...row, cve_id: 'CVE-2024-4', res_ver: 'NA', status: 'Not Fixed' },
    ],
  });
  const bash = rpmItem(PHOTON_5, { name: 'bash', version: '5.2-1.ph5' });
  assert.deepEqual(
    [...seenBy(snapshot, bash)],
    [
      ['CVE-2024-1', 'fix_available 5.2-2.ph5, critical'],
      ['CVE-2024-4', 'affected'],
    ],
  );
  // Photon lists every binary package: one that it leaves out is matched by its source's name.
  const docs = { name: 'bash-docs', version: '5.2-1.ph5', source: 'bash 5.2-1.ph5' };
  assert.equal(seenBy(snapshot, rpmItem(PHOTON_5, docs)).size, 2);
  assert.equal(coverageText(snapshot, 'Photon OS:5.0'), 'photon, unfixed too');
});

test("Photon's own sample", WITH_SAMPLES, async () => {
  const sample = sampleOf('photon/cve/testdata/fixtures/happy/cve_data_photon4.0.json');
  const path = 'photon/photon_cve_metadata/cve_data_photon4.0.json';
  const snapshot = await snapshotOf('photon/4.0', { [path]: sample });
  const seen = ['8.15.0-1.ph4', '8.16.0-1.ph4'].map((version) => {
    const curl = rpmItem({ id: 'photon', versionId: '4.0' }, { name: 'curl-libs', version });
    return [...seenBy(snapshot, curl)].join();
  });
  assert.deepEqual(seen, ['CVE-2025-9086,fix_available 8.16.0-1.ph4, high', '']);
  assert.equal(coverageText(snapshot, 'Photon OS:4.0'), 'photon, fixes only');
});

test("Chainguard's list of fixes is of its own images, Wolfi's of its own", async () => {
  const document = {
    packages: [
      { pkg: { name: 'bash', secfixes: { '5.2-r2': ['CVE-2024-1'], 0: ['CVE-2024-2'] } } },
    ],
  };
  const feed = 'chainguard-secdb';
  const snapshot = await snapshotOf(feed, { 'chainguard/security.json': document });
  const seen = (version: string, id = 'chainguard') =>
    [...seenBy(snapshot, apkItem(id, version))].join();
  assert.equal(seen('5.2-r1'), 'CVE-2024-1,fix_available 5.2-r2');
  assert.equal(seen('5.2-r2'), '');
  assert.equal(seen('5.2-r1', 'wolfi'), '');
  assert.equal(coverageText(snapshot, 'Chainguard'), 'chainguard-secdb, fixes only');
});

test("Chainguard's own sample", WITH_SAMPLES, async () => {
  const sample = sampleOf('chainguard/secdb/testdata/fixtures/happy/security.json');
  const feed = 'chainguard-secdb';
  const snapshot = await snapshotOf(feed, { 'chainguard/security.json': sample });
  const seen = (version: string) =>
    seenBy(snapshot, apkItem('chainguard', version, 'actions-runner-controller-fips'));
  assert.equal(seen('0.9.0-r0').get('CVE-2023-45288'), 'fix_available 0.9.1-r0');
  assert.deepEqual([...seen('0.10.1-r6').keys()].toSorted(), [
    'CVE-2025-30204',
    'GHSA-mh63-6h87-95cp',
  ]);
  assert.equal(seen('0.10.1-r7').size, 0);
});

test("node is matched by its project's own list: vulnerable, fixed, and lines without a fix", async () => {
  const record = { affectedEnvironments: ['all'], severity: 'high' };
  const snapshot = await snapshotOf('nodejs-core', {
    'nodejs-core/index.json': {
      1: { ...record, cve: ['CVE-2017-1000'], vulnerable: '8.x || 7.x', patched: '^8.1.4' },
      2: { ...record, cve: [], vulnerable: '8.x', patched: '^8.1.5' },
      3: { ...record, cve: ['CVE-2017-1001'], vulnerable: '8.x', affectedEnvironments: ['win32'] },
    },
  });
  const seen = (version: string) => [...seenBy(snapshot, nodeItem(version))].flat().join(' ');
  assert.equal(
    seen('8.1.3'),
    'CVE-2017-1000 fix_available 8.1.4, high NODEJS-2 fix_available 8.1.5, high',
  );
  assert.equal(seen('8.1.5'), '');
  assert.equal(seen('7.10.1'), 'CVE-2017-1000 fix_available 8.1.4, high');
  assert.equal(coverageText(snapshot, 'Node.js'), 'nodejs-core, unfixed too');
});

/** What the program is matched by. */
function nodeItem(version: string): Item {
  const pkg: Package = {
    ecosystem: 'generic',
    name: 'node',
    version,
    licenses: [],
    locations: ['usr/local/bin/node'],
    evidence: 'strings',
    confidence: 'heuristic',
    scope: 'runtime',
  };
  const context = { distro: undefined, facts: new Map() };
  const target = ecosystems.get('generic')?.matchTargetOf(pkg, context);
  assert.ok(target);
  const { namespace, channels, keys } = target;
  return { ecosystem: 'generic', namespace, channels, keys, class: 'package' };
}

function coverageText(snapshot: AdvisorySnapshot, namespace: string): string {
  const coverage = snapshot.coverageOf(namespace);
  return `${coverage?.source}, ${coverage?.listsUnfixed ? 'unfixed too' : 'fixes only'}`;
}

/** What an apk package is matched by in an image of a distribution. */
function apkItem(id: string, version: string, name = 'bash'): Item {
  const pkg: Package = {
    ecosystem: 'apk',
    name,
    version,
    source: { name, version },
    licenses: [],
    locations: ['lib/apk/db/installed'],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  };
  const distro = { id, versionId: '20230214', idLike: [], path: 'etc/os-release' };
  const target = ecosystems.get('apk')?.matchTargetOf(pkg, { distro, facts: new Map() });
  assert.ok(target);
  const { namespace, channels, keys } = target;
  return { ecosystem: 'apk', namespace, channels, keys, class: 'package' };
}
