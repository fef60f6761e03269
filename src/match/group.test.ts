import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Affected, Match } from '../model/index.ts';
import { compareIds } from '../model/index.ts';
import { groupMatches } from './group.ts';

test('advisories that name each other are one vulnerability, by way of third ones too', () => {
  const groups = groupMatches([
    match('GHSA-aaaa', { aliases: ['CVE-2021-1'] }),
    match('PYSEC-2021-5', { aliases: ['CVE-2021-1'] }),
    match('GHSA-bbbb', { aliases: ['CVE-2021-2'] }),
  ]);
  assert.deepEqual(
    groups.map((group) => [group.id, group.ids, group.matches.length]),
    [
      ['CVE-2021-1', ['CVE-2021-1', 'GHSA-aaaa', 'PYSEC-2021-5'], 2],
      ['CVE-2021-2', ['CVE-2021-2', 'GHSA-bbbb'], 1],
    ],
  );
});

test("a distribution's record is shown as the CVE that it was made from", () => {
  const groups = groupMatches([match('DEBIAN-CVE-2023-9', { upstream: ['CVE-2023-9'] })]);
  assert.deepEqual(
    groups.map((group) => [group.id, group.ids, group.vendorIds]),
    [['CVE-2023-9', ['CVE-2023-9', 'DEBIAN-CVE-2023-9'], []]],
  );
});

test('a bundle speaks of each of its CVEs, and joins none of them', () => {
  const groups = groupMatches([
    match('DSA-1-1', { upstream: ['CVE-2023-1', 'CVE-2023-2'] }),
    match('DSA-2-1', { upstream: ['CVE-2023-2'] }),
    match('DEBIAN-CVE-2023-2', { upstream: ['CVE-2023-2'] }),
  ]);
  assert.deepEqual(
    groups.map((group) => [group.id, group.vendorIds, group.matches.length]),
    [
      ['CVE-2023-1', ['DSA-1-1'], 1],
      ['CVE-2023-2', ['DSA-1-1', 'DSA-2-1'], 3],
    ],
  );
});

test('ten thousand vulnerabilities of one package are grouped at once', () => {
  const matches = Array.from({ length: 10_000 }, (_, n) =>
    match(`DEBIAN-CVE-2024-${n}`, { upstream: [`CVE-2024-${n}`] }),
  );
  assert.equal(groupMatches(matches).length, 10_000);
});

test('ids are ordered by kind, then by year and number', () => {
  const ids = ['GO-2024-2', 'CVE-2024-10', 'X-1', 'GHSA-b', 'CVE-2024-9', 'GHSA-a', 'CVE-2023-11'];
  assert.deepEqual(ids.toSorted(compareIds), [
    'CVE-2023-11',
    'CVE-2024-9',
    'CVE-2024-10',
    'GHSA-a',
    'GHSA-b',
    'GO-2024-2',
    'X-1',
  ]);
});

function match(id: string, links: { aliases?: string[]; upstream?: string[] }): Match {
  return {
    advisory: {
      id,
      class: 'vulnerability',
      aliases: [],
      upstream: [],
      source: 'test',
      severities: [],
      modified: '',
      isUnreviewed: false,
      ...links,
    },
    affected: AFFECTED,
    key: { name: 'x', version: '1', via: 'package' },
    scheme: 'semver',
    deciding: { kind: 'listed', version: '1' },
    otherFixes: [],
  };
}

const AFFECTED: Affected = {
  ecosystem: 'npm',
  namespace: 'npm',
  name: 'x',
  ranges: [],
  versions: ['1'],
  status: 'affected',
  architectures: [],
};
