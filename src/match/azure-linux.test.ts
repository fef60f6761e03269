import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ovalDocument } from '../advisories/sources/azure-oval.contract.ts';
import { seenBy, snapshotOf } from './feed-snapshots.contract.ts';
import { rpmItem } from './rpm-feeds.contract.ts';

const FILES = {
  '3': 'azurelinux/azurelinux-3.0-oval.xml',
  '2': 'azurelinux/cbl-mariner-2.0-oval.xml',
};

const GOLANG = { name: 'golang', greater: '0.0.0.azl3' };

test('definitions reach a person by the source package: fixed, unfixed, taken back', async () => {
  const text = ovalDocument([
    { cve: 'CVE-2024-1001', name: 'bash', less: '5.2-2.cm2', severity: 'Critical' },
    { cve: 'CVE-2024-1002', name: 'bash', less: '5.2-1.cm2' },
    {
      cve: 'CVE-2024-1003',
      name: 'bash',
      less: '5.2-1.cm2',
      operation: 'less than or equal',
      patchable: 'false',
    },
    { cve: 'CVE-2024-1004', name: 'bash', less: '5.2-9.cm2', patchable: 'Not Applicable' },
    { cve: 'CVE-2024-1005', name: 'bash', less: '5.2-9.cm2', greater: '5.2-5.cm2' },
  ]);
  const snapshot = await snapshotOf('azurelinux-oval/2', { [FILES['2']]: Buffer.from(text) });
  const installed = { name: 'bash-lang', version: '5.2-1.cm2', source: 'bash 5.2-1.cm2' };
  const mariner = { id: 'mariner', versionId: '2.0' };
  assert.deepEqual(
    [...seenBy(snapshot, rpmItem(mariner, installed))],
    [
      ['CVE-2024-1001', 'fix_available 5.2-2.cm2, critical'],
      ['CVE-2024-1003', 'affected, high'],
    ],
  );
  const mended = { ...installed, version: '5.2-2.cm2', source: 'bash 5.2-2.cm2' };
  assert.equal(seenBy(snapshot, rpmItem(mariner, mended)).size, 0);
  const coverage = snapshot.coverageOf('Azure Linux:2');
  assert.deepEqual([coverage?.source, coverage?.listsUnfixed], ['azurelinux-oval', true]);
});

test('of two lines of a package both definitions count: the higher fix is named', async () => {
  const text = ovalDocument([
    { ...GOLANG, cve: 'CVE-2026-1001', less: '1.25.8-1.azl3' },
    { ...GOLANG, cve: 'CVE-2026-1001', less: '1.26.1-1.azl3' },
  ]);
  const snapshot = await snapshotOf('azurelinux-oval/3', { [FILES['3']]: Buffer.from(text) });
  const seen = ['1.25.7-1.azl3', '1.26.1-1.azl3'].map((version) => {
    const item = rpmItem({ id: 'azurelinux', versionId: '3.0' }, { name: 'golang', version });
    return [...seenBy(snapshot, item).values()].join();
  });
  assert.deepEqual(seen, ['fix_available 1.26.1-1.azl3, high', '']);
  assert.equal(snapshot.coverageOf('Azure Linux:3')?.listsUnfixed, false);
});
