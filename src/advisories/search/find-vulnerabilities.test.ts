import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VulnerabilityQuery } from '../../model/index.ts';
import { findVulnerabilities } from './find-vulnerabilities.ts';
import { advisory, affected, smallDatabase } from './small-database.contract.ts';

const DEBIAN = affected('Debian:12', 'node-lodash');
const CRITICAL = { source: 'GHSA', severity: 'critical', score: 9.8 } as const;
const LOW = { source: 'CVE', severity: 'low', score: 2.1 } as const;

/** Two records of one CVE, one that stands alone, a bundle of both, one taken back, and one exploited. */
const { index } = smallDatabase(
  [
    advisory('GHSA-aaaa-bbbb-cccc', {
      aliases: ['CVE-2021-1000'],
      summary: 'Prototype pollution in lodash',
      published: '2021-02-01T00:00:00Z',
      modified: '2024-03-01T00:00:00Z',
      severities: [CRITICAL],
    }),
    advisory('DEBIAN-CVE-2021-1000', { upstream: ['CVE-2021-1000'], affected: [DEBIAN] }),
    advisory('CVE-2020-2000', {
      summary: 'Denial of service by a long header',
      severities: [LOW],
      modified: '2023-06-01T00:00:00Z',
      affected: [affected('npm', 'lodash.merge')],
    }),
    advisory('DSA-5417-1', {
      upstream: ['CVE-2021-1000', 'CVE-2019-3000'],
      modified: '2025-01-01T00:00:00Z',
      affected: [affected('Debian:11', 'webpack')],
    }),
    advisory('GHSA-dead-dead-dead', { withdrawn: '2024-01-02T00:00:00Z', summary: 'Nothing' }),
  ],
  {
    'CVE-2021-1000': { epss: { probability: 0.94, percentile: 0.999 } },
    'CVE-2020-2000': { epss: { probability: 0.01, percentile: 0.2 } },
    'CVE-2024-9': { kev: { addedAt: '2024-05-05', usedByRansomware: false }, title: 'A router' },
    'CVE-2024-10': { epss: { probability: 0.5, percentile: 0.5 } },
  },
);

function found(query: Partial<VulnerabilityQuery>): readonly string[] {
  const text = query.text !== undefined && { sort: 'relevance' as const };
  const whole = { sort: 'modified', limit: 100, ...text, ...query } as const;
  return findVulnerabilities(index, whole).rows.map(({ id }) => id);
}

test('records that name each other are one row, under its CVE', () => {
  const { rows, total } = findVulnerabilities(index, { sort: 'severity', limit: 1 });
  assert.equal(total, 4);
  assert.deepEqual(rows, [
    {
      id: 'CVE-2021-1000',
      aliases: ['DEBIAN-CVE-2021-1000', 'GHSA-aaaa-bbbb-cccc'],
      kind: 'vulnerability',
      class: 'vulnerability',
      severity: 'critical',
      score: 9.8,
      ratedBy: 'GHSA',
      epss: { probability: 0.94, percentile: 0.999 },
      isExploited: false,
      isWithdrawn: false,
      summary: 'Prototype pollution in lodash',
      published: '2021-02-01T00:00:00Z',
      modified: '2024-03-01T00:00:00Z',
      packages: ['lodash', 'node-lodash', 'webpack'],
      packageCount: 3,
      namespaces: ['npm', 'Debian:12', 'Debian:11'],
      namespaceCount: 3,
    },
  ]);
});

test('an id is found whole, by its start, by an alias, and in any case', () => {
  assert.deepEqual(found({ text: 'CVE-2021-1000' }), ['CVE-2021-1000']);
  assert.deepEqual(found({ text: 'cve-202' }), ['CVE-2021-1000', 'CVE-2020-2000', 'CVE-2024-9']);
  assert.deepEqual(found({ text: 'GHSA-AAAA' }), ['CVE-2021-1000']);
  assert.deepEqual(found({ text: 'CVE-2021-10000' }), []);
});

test('a score of EPSS alone makes nobody known', () => {
  assert.deepEqual(found({ text: 'CVE-2024-10' }), []);
});

test('a bundle, and what was taken back, are found by their ids and listed nowhere else', () => {
  assert.deepEqual(found({ text: 'DSA-5417' }), ['DSA-5417-1']);
  assert.deepEqual(found({ text: 'GHSA-dead' }), ['GHSA-dead-dead-dead']);
  assert.ok(!found({}).includes('DSA-5417-1') && !found({}).includes('GHSA-dead-dead-dead'));
  assert.ok(found({ withWithdrawn: true }).includes('GHSA-dead-dead-dead'));
});

test('a package is found by its name before those that begin like it, and by words last', () => {
  assert.deepEqual(found({ text: 'lodash' }), ['CVE-2021-1000', 'CVE-2020-2000']);
  assert.deepEqual(found({ text: 'LODASH.m' }), ['CVE-2020-2000', 'CVE-2021-1000']);
  assert.deepEqual(found({ text: 'pollution prototype' }), ['CVE-2021-1000']);
  assert.deepEqual(found({ text: 'proto head' }), []);
  assert.deepEqual(found({ package: 'lodash' }), ['CVE-2021-1000']);
});

test('what a bundle says of a package or a namespace counts for each of its vulnerabilities', () => {
  assert.deepEqual(found({ package: 'webpack' }), ['CVE-2021-1000', 'CVE-2019-3000']);
  assert.deepEqual(found({ namespace: 'Debian:11' }), ['CVE-2021-1000', 'CVE-2019-3000']);
  assert.deepEqual(found({ namespace: 'debian:12' }), ['CVE-2021-1000']);
  assert.deepEqual(found({ namespace: 'Debian' }), ['CVE-2021-1000', 'CVE-2019-3000']);
  assert.deepEqual(found({ namespace: 'Deb' }), []);
});

test('filters are all to hold', () => {
  assert.deepEqual(found({ severities: ['low', 'high'] }), ['CVE-2020-2000']);
  assert.deepEqual(found({ isExploited: true }), ['CVE-2024-9']);
  assert.deepEqual(found({ epssMin: 0.5 }), ['CVE-2021-1000']);
  assert.deepEqual(found({ epssMin: 0, namespace: 'npm', severities: ['low'] }), ['CVE-2020-2000']);
  assert.deepEqual(found({ modifiedFrom: '2023-06-01', modifiedBefore: '2024-03-01' }), [
    'CVE-2020-2000',
  ]);
  assert.deepEqual(found({ publishedBefore: '2022-01-01' }), ['CVE-2021-1000']);
  assert.deepEqual(found({ class: 'malware' }), []);
  assert.deepEqual(found({ among: ['ghsa-aaaa-bbbb-cccc', 'CVE-1-1'] }), ['CVE-2021-1000']);
});

test('lists are sorted with the highest first, and read page by page to their end', () => {
  for (const sort of ['modified', 'published', 'severity', 'epss'] as const) {
    const whole = found({ sort });
    assert.equal(whole.length, 4);
    const paged: string[] = [];
    let after: VulnerabilityQuery['after'];
    do {
      const page = findVulnerabilities(index, { sort, limit: 1, ...(after && { after }) });
      paged.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after);
    assert.deepEqual(paged, whole, sort);
  }
  assert.deepEqual(found({ sort: 'epss' }).slice(0, 2), ['CVE-2021-1000', 'CVE-2020-2000']);
});

test('a place of which the id is gone leads on from where it stood', () => {
  const after = { value: 0, id: 'CVE-2020-0' };
  assert.deepEqual(found({ sort: 'published', after }), ['CVE-2020-2000', 'CVE-2024-9']);
});
