import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VulnerabilityRow } from '../model/index.ts';
import { failure, err, ok } from '../base/index.ts';
import { createApi } from './create-api.ts';
import { DIGEST, withServer } from './small-server.contract.ts';
import type { Vulnerabilities } from './vulnerabilities.ts';

const SNAPSHOT = { number: 7, digest: DIGEST, createdAt: '2026-01-01T00:00:00Z', isStarter: false };

const ROW: VulnerabilityRow = {
  id: 'CVE-2021-44228',
  aliases: ['GHSA-jfh8-c2jp-5v3q'],
  kind: 'vulnerability',
  class: 'vulnerability',
  severity: 'critical',
  score: 10,
  ratedBy: 'GHSA',
  epss: { probability: 0.94358, percentile: 0.99957 },
  isExploited: true,
  isWithdrawn: false,
  summary: 'Remote code injection in Log4j',
  published: '2021-12-10T00:40:56Z',
  modified: '2025-05-09T13:13:16Z',
  packages: ['org.apache.logging.log4j:log4j-core'],
  packageCount: 1,
  namespaces: ['Maven'],
  namespaceCount: 1,
};

function withDatabase(t: Parameters<typeof withServer>[0], database: Partial<Vulnerabilities>) {
  return withServer(t, (options) =>
    createApi({ ...options, vulnerabilities: { ...options.vulnerabilities, ...database } }),
  );
}

test('what is asked for reaches the database, and its answer everyone', async (t) => {
  const asked: unknown[] = [];
  const server = await withDatabase(t, {
    find: (query) => {
      asked.push(JSON.parse(JSON.stringify(query)));
      const next = { value: 5, id: ROW.id };
      return Promise.resolve(ok({ rows: [ROW], total: 3, next, snapshot: SNAPSHOT }));
    },
  });
  const query = 'q=log4j&severity=high,critical&exploited=true&epssMin=0.5&limit=1';
  const first = await server.call('GET', `/api/v1/vulnerabilities?${query}`);
  assert.equal(first.status, 200);
  const { next, ...body } = first.body;
  assert.deepEqual(body, { items: [ROW], total: 3, snapshot: SNAPSHOT });
  await server.call('GET', `/api/v1/vulnerabilities?${query}&after=${String(next)}`);
  const expected = {
    sort: 'relevance',
    limit: 1,
    text: 'log4j',
    severities: ['critical', 'high'],
    isExploited: true,
    withWithdrawn: false,
    epssMin: 0.5,
  };
  assert.deepEqual(asked, [expected, { ...expected, after: { value: 5, id: ROW.id } }]);
});

test('a query that is too long, unknown or no date is refused', async (t) => {
  const server = await withServer(t);
  const queries = [
    `q=${'x'.repeat(201)}`,
    'severity=worst',
    'severity=high,',
    'epssMin=2',
    'modifiedFrom=2024-13-45',
    'modifiedFrom=yesterday',
    'exploited=1',
    'sort=name',
    'colour=red',
    'limit=1001',
    'after=x',
    `after=${Buffer.from('["vulnerabilities severity",1,"x"]').toString('base64url')}`,
  ];
  for (const query of queries) {
    const { status } = await server.call('GET', `/api/v1/vulnerabilities?${query}`);
    assert.equal(status, 400, query);
  }
});

test('what is no id and what is not known are told apart, with the snapshot that does not know', async (t) => {
  const server = await withServer(t);
  const missing = async (id: string) => {
    const path = `/api/v1/vulnerabilities/${encodeURIComponent(id)}`;
    const { status, body } = await server.call('GET', path);
    assert.equal(status, 404);
    return body['detail'];
  };
  assert.equal(
    await missing('CVE-2099-1'),
    'advisory snapshot 1 of 2026-01-01T00:00:00Z does not know CVE-2099-1',
  );
  for (const id of [
    'log4shell',
    '-',
    '../etc',
    'CVE 2021 1',
    '<script>',
    `CVE-${'1'.repeat(150)}`,
  ]) {
    assert.match(String(await missing(id)), /is not written as an id of a vulnerability is/, id);
  }
});

test('while the database cannot answer, it says when to come again', async (t) => {
  const busy = failure('advisory.search.failed', 'too many ask at once');
  const server = await withDatabase(t, { find: () => Promise.resolve(err(busy)) });
  const { status, headers } = await server.call('GET', '/api/v1/vulnerabilities');
  assert.deepEqual([status, headers.get('retry-after')], [503, '5']);
});

test('where anonymous people may do nothing, they read no vulnerability either', async (t) => {
  const server = await withServer(t, createApi, { anonymous: 'none' });
  const statusOf = async (path: string) => (await server.call('GET', `/api/v1${path}`)).status;
  assert.deepEqual(
    [
      await statusOf('/instance'),
      await statusOf('/vulnerabilities'),
      await statusOf('/vulnerabilities/CVE-2021-44228'),
      await statusOf(`/advisories/parts/${DIGEST}`),
    ],
    [200, 401, 401, 401],
  );
});
