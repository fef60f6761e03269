import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory } from '../../model/index.ts';
import { createRater } from '../severity.ts';
import { parseOsv } from './osv.ts';

/** Typed by hand after https://ossf.github.io/osv-schema/; no real record. */
function record(parts: object): string {
  return JSON.stringify({
    schema_version: '1.7.3',
    id: 'GHSA-aaaa-bbbb-cccc',
    modified: '2024-05-01T10:00:00Z',
    published: '2024-04-01T00:00:00Z',
    ...parts,
  });
}

function affected(ecosystem: string, name: string, events: readonly object[], more: object = {}) {
  return { package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }], ...more };
}

function only(path: object) {
  return { ecosystem_specific: { imports: [path] } };
}

function parse(parts: object): Advisory {
  const parsed = parseOsv(record(parts), 'a.json', createRater());
  assert.ok(parsed.ok);
  return parsed.value;
}

test('a record keeps ids, dates, ratings, ranges in the order of its events, and versions', () => {
  const advisory = parse({
    aliases: ['CVE-2024-1', 'GHSA-aaaa-bbbb-cccc'],
    related: ['CVE-2024-2'],
    summary: 'short',
    details: 'long',
    severity: [
      { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
      { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' },
    ],
    affected: [
      affected(
        'npm',
        'left-pad',
        [
          { introduced: '0' },
          { fixed: '1.2.0' },
          { introduced: '2.0.0' },
          { last_affected: '2.3.0' },
          { limit: '*' },
        ],
        { versions: ['1.0.0'] },
      ),
    ],
    references: [{ type: 'WEB', url: 'https://example.com' }, { type: 'WEB' }],
    database_specific: { severity: 'CRITICAL', cwe_ids: ['CWE-79'] },
  });
  assert.deepEqual(advisory.aliases, ['CVE-2024-1']);
  assert.deepEqual(advisory.upstream, []);
  assert.deepEqual(
    advisory.severities.map(({ source, score }) => [source, score]),
    [
      ['GHSA', 9.3],
      ['GHSA', 9.8],
    ],
  );
  assert.deepEqual(advisory.weaknesses, ['CWE-79']);
  assert.deepEqual(advisory.references, ['https://example.com']);
  assert.deepEqual(advisory.affected, [
    {
      ecosystem: 'npm',
      namespace: 'npm',
      name: 'left-pad',
      ranges: [
        [
          { kind: 'introduced', version: '0' },
          { kind: 'fixed', version: '1.2.0' },
          { kind: 'introduced', version: '2.0.0' },
          { kind: 'lastAffected', version: '2.3.0' },
          { kind: 'limit', version: '*' },
        ],
      ],
      versions: ['1.0.0'],
      status: 'fix_available',
      architectures: [],
    },
  ]);
});

test('a rating without a vector is the label of the database', () => {
  assert.deepEqual(parse({ database_specific: { severity: 'MODERATE' } }).severities, [
    { source: 'GHSA', severity: 'medium' },
  ]);
});

test('git ranges are left out, and an entry of commits only is of no package', () => {
  const git = { type: 'GIT', repo: 'https://example.com/a.git', events: [{ introduced: '0' }] };
  const entries = [
    { package: { ecosystem: 'PyPI', name: 'a' }, ranges: [git], versions: ['1.5'] },
    { ranges: [git] },
  ];
  const [first, ...others] = parse({ affected: entries }).affected;
  assert.deepEqual([first?.ranges, first?.versions, others], [[], ['1.5'], []]);
});

test('custom ranges of Go stand in for an unbounded range, and a bounded one stays', () => {
  const custom = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.9.0' }] }];
  const specific = { ecosystem_specific: { custom_ranges: custom } };
  const advisory = parse({
    id: 'GO-2024-1',
    affected: [
      affected('Go', 'example.com/a', [{ introduced: '0' }], specific),
      affected('Go', 'example.com/b', [{ introduced: '0' }, { fixed: '1.2.0' }], specific),
    ],
    database_specific: { review_status: 'UNREVIEWED' },
  });
  assert.equal(advisory.isUnreviewed, true);
  const fixes = advisory.affected.map(({ ranges }) => ranges.map((range) => range.at(-1)?.version));
  assert.deepEqual(fixes, [['1.9.0'], ['1.2.0', '1.9.0']]);
});

test('what affects other systems than Linux only is not affected here', () => {
  const events = [{ introduced: '0' }];
  const statuses = parse({
    affected: [
      affected('Go', 'a', events, only({ path: 'a', goos: ['windows'] })),
      affected('Go', 'a', events, only({ path: 'a', goos: ['windows', 'linux'] })),
      affected('Go', 'a', events, only({ path: 'a' })),
      affected('crates.io', 'a', events, {
        ecosystem_specific: { affects: { os: ['windows'], arch: [] } },
      }),
    ],
  }).affected.map(({ status }) => status);
  assert.deepEqual(statuses, ['not_affected', 'affected', 'affected', 'not_affected']);
});

test("a distribution's record speaks of the CVEs that it names, also as related", () => {
  const entry = affected('Ubuntu:22.04:LTS', 'bash', [{ introduced: '0' }], {
    ecosystem_specific: { ubuntu_priority: 'negligible' },
  });
  const advisory = parse({ id: 'UBUNTU-CVE-2024-1', related: ['CVE-2024-1'], affected: [entry] });
  assert.deepEqual(advisory.upstream, ['CVE-2024-1']);
  const [ubuntu] = advisory.affected;
  assert.deepEqual(
    [ubuntu?.namespace, ubuntu?.status, ubuntu?.unimportant, ubuntu?.severity],
    ['Ubuntu:22.04', 'affected', true, { source: 'Ubuntu', severity: 'negligible' }],
  );
});

test('a modular erratum of AlmaLinux is of its stream, and rated by its title', () => {
  const advisory = parse({
    id: 'ALSA-2024:1',
    summary: 'Important: nodejs:18 security update',
    affected: [
      affected('AlmaLinux:9', 'nodejs', [
        { introduced: '0' },
        { fixed: '1:18.20.2-1.module_el9.4.0+93' },
      ]),
    ],
  });
  assert.equal(advisory.affected[0]?.module, 'nodejs:18');
  assert.deepEqual(advisory.severities, [{ source: 'AlmaLinux', severity: 'high' }]);
});

test('malware is a class of its own, and a withdrawn record says so', () => {
  assert.equal(parse({ id: 'MAL-2024-1' }).class, 'malware');
  assert.equal(parse({ withdrawn: '2024-06-01T00:00:00Z' }).withdrawn, '2024-06-01T00:00:00Z');
});

test('a bad record says what is wrong and where', () => {
  const bad: Readonly<Record<string, string>> = {
    'advisory.osv.not-json': '{"id": "GHSA-1", ',
    'advisory.osv.no-id': record({ id: 'a b' }),
    'advisory.osv.no-date': record({ modified: undefined }),
    'advisory.osv.bad-affected': record({ affected: [affected('npm', 'a', [{ introduced: 1 }])] }),
  };
  for (const [code, text] of Object.entries(bad)) {
    const parsed = parseOsv(text, 'a.json', createRater());
    assert.ok(!parsed.ok);
    assert.deepEqual([parsed.error.code, parsed.error.path], [code, 'a.json']);
  }
});

test('a rating is named after the database that the record is of', () => {
  const homes = {
    'GHSA-aaaa-bbbb-cccc': 'GHSA',
    'PYSEC-2023-61': 'PyPA',
    'RUSTSEC-2023-0001': 'RustSec',
    'GMS-2019-7': 'GitLab',
    'CVE-2013-7377': 'CVE',
    'ZF2016-01': 'OSV',
  };
  const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }];
  for (const [id, home] of Object.entries(homes)) {
    const text = JSON.stringify({ id, modified: '2026-01-02T03:04:05Z', severity });
    const parsed = parseOsv(text, 'a.json', createRater());
    assert.ok(parsed.ok);
    assert.equal(parsed.value.severities[0]?.source, home);
  }
});
