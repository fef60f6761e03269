import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNodejsCore } from './nodejs-core.ts';

/** Records typed by hand after https://github.com/nodejs/security-wg/tree/main/vuln/core. */
function parsed(record: object) {
  const result = parseNodejsCore(Buffer.from(JSON.stringify({ 7: record })), 'index.json');
  assert.ok(result.ok);
  return result.value;
}

/** What the lines of a record amount to: `8.0.0 fixed 8.1.4`. */
const LINES: readonly (readonly [vulnerable: string, patched: string, ranges: string])[] = [
  ['8.x || 7.x', '^8.1.4 || ^7.10.1', '8.0.0 fixed 8.1.4, 7.0.0 fixed 7.10.1'],
  ['5.x || 4.x', '^4.8.4', '5.0.0 limit 6.0.0, 4.0.0 fixed 4.8.4'],
  ['0.10.x  || 0.12.x', '^0.10.48', '0.10.0 fixed 0.10.48, 0.12.0 limit 0.13.0'],
  ['>=6.0.0 <6.2.0 || 9.7.x', '^9.11.2', '6.0.0 limit 6.2.0, 9.7.0 limit 9.8.0'],
  [
    '<= 10',
    '^6.14.4 || ^8.11.4 || >= 10.9.0',
    '0.0.0 fixed 6.14.4, 7.0.0 fixed 8.11.4, 9.0.0 fixed 10.9.0',
  ],
  ['8.5.0', '^8.6.0', '8.5.0 fixed 8.6.0'],
  ['15.x', '15.2.1', '15.0.0 fixed 15.2.1'],
  ['8.x', '^8.0.0', ''],
];

test('each vulnerable line ends where it is patched, or where the next line begins', () => {
  for (const [vulnerable, patched, expected] of LINES) {
    const [advisory] = parsed({ cve: ['CVE-2017-1000'], vulnerable, patched }).advisories;
    const ranges = (advisory?.affected[0]?.ranges ?? []).map(([start, end]) =>
      [start?.version, end?.kind, end?.version].join(' '),
    );
    assert.equal(ranges.join(', '), expected, `${vulnerable} but ${patched}`);
  }
});

test('a record of several CVEs, or of none, and one that is of Windows only', () => {
  const lines = { vulnerable: '8.x', patched: '^8.1.4' };
  const of = (more: object) => parsed({ ...lines, ...more }).advisories[0];
  assert.deepEqual(of({ cve: ['CVE-2017-1000', 'CVE-2017-1001', 'x'], severity: 'high' }), {
    id: 'NODEJS-7',
    class: 'vulnerability',
    aliases: [],
    upstream: ['CVE-2017-1000', 'CVE-2017-1001'],
    related: [],
    source: 'nodejs-core',
    summary: '',
    details: '',
    severities: [{ source: 'Node.js', severity: 'high' }],
    weaknesses: [],
    published: '',
    modified: '',
    isUnreviewed: false,
    references: [],
    affected: of({})?.affected,
  });
  assert.deepEqual(of({ cve: [] })?.upstream, []);
  assert.equal(of({ affectedEnvironments: ['win32'] })?.affected[0]?.status, 'not_affected');
  assert.equal(
    of({ affectedEnvironments: ['win32', 'linux'] })?.affected[0]?.status,
    'fix_available',
  );
});

test('lines that cannot be read leave the record out', () => {
  for (const record of [
    { vulnerable: '8.x || latest' },
    { vulnerable: '' },
    { vulnerable: '8.x', patched: 'x' },
  ]) {
    const { advisories, skipped } = parsed(record);
    assert.deepEqual([advisories.length, skipped[0]?.code], [0, 'advisory.nodejs.bad-record']);
  }
  const refused = parseNodejsCore(Buffer.from('<html>'), 'index.json');
  assert.ok(!refused.ok && refused.error.code === 'advisory.feed.malformed');
});
