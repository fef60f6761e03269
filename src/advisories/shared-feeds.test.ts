import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { folderTransport } from './feeds/transport.ts';
import { openSnapshot } from './open.ts';
import { parseCve } from './sources/cve.ts';
import { parseDebianTracker } from './sources/debian-tracker.ts';
import { temporaryFolder } from './feeds/mirror.contract.ts';
import { linesOf } from './feeds/lines.ts';
import { createRater } from './severity.ts';
import { BUILT_IN_END_OF_LIFE } from './end-of-life.ts';
import { END_OF_LIFE_PRODUCTS, parseEndOfLife } from './sources/endoflife.ts';
import { parseKev } from './sources/kev.ts';
import { starterAdvisories } from './starter.ts';
import { STARTER_CONTEXT } from './starter-context.ts';
import { updateFeeds } from './update.ts';

const FEEDS = join(import.meta.dirname, '..', '..', '..', 'shared', 'feeds');
const isThere = existsSync(FEEDS);
if (!isThere && process.env['CI'] === 'true') throw new Error(`${FEEDS} is missing`);
const options = isThere ? {} : { skip: `SKIPPED: the recorded feeds are not at ${FEEDS}` };

async function build(mirror: string, folder: string, feeds: readonly string[]) {
  const clock = { now: () => Date.parse('2026-11-23T00:00:00Z') };
  const built = await updateFeeds({ folder, feeds, clock, transport: folderTransport(mirror) });
  assert.ok(built.ok);
  return built.value;
}

test('recorded feeds of every form are read without a record left out', options, async () => {
  const feeds = ['osv/crates.io', 'osv/Hackage', 'alpine-secdb/v3.20', 'kev', 'epss', 'endoflife'];
  const { outcomes } = await build(FEEDS, temporaryFolder(), feeds);
  assert.deepEqual(
    outcomes.map((outcome) =>
      outcome.kind === 'updated' ? [outcome.feed, outcome.records, outcome.skipped] : outcome,
    ),
    [
      ['alpine-secdb/v3.20', 6795, 0],
      ['kev', 1404, 0],
      ['epss', 2634, 0],
      ['endoflife', 218, 0],
      ['osv/crates.io', 725, 0],
      ['osv/Hackage', 35, 0],
    ],
  );
});

test("the product's own dates of support are those of the recorded feed", options, () => {
  const recorded = new Map(
    [...END_OF_LIFE_PRODUCTS.keys()].flatMap((product) => {
      const path = join(FEEDS, 'endoflife', 'api', `${product}.json`);
      const parsed = parseEndOfLife(readFileSync(path), product, path);
      assert.ok(parsed.ok);
      return parsed.value.map((end) => [end.namespace, end.supportedUntil] as const);
    }),
  );
  const differing = BUILT_IN_END_OF_LIFE.filter(
    ({ namespace, supportedUntil }) => recorded.get(namespace) !== supportedUntil,
  );
  assert.deepEqual(differing, []);
  const some = {
    'Debian:11': '2026-08-31',
    'Ubuntu:22.04': '2027-04-01',
    'Alpine:v3.18': '2025-05-09',
    'Red Hat:enterprise_linux:7': '2024-06-30',
    'Amazon Linux:1': '2023-12-31',
    'Oracle Linux:8': '2029-07-31',
    'SUSE:Linux Enterprise Server 15 SP5': '2024-12-31',
    'SUSE:Linux Enterprise Server 16.0': '2027-11-30',
    'Photon OS:3.0': '2025-10-02',
    'Rocky Linux:8': '2029-05-31',
  };
  const built = new Map(BUILT_IN_END_OF_LIFE.map((end) => [end.namespace, end.supportedUntil]));
  for (const [namespace, date] of Object.entries(some)) {
    assert.deepEqual([recorded.get(namespace), built.get(namespace)], [date, date], namespace);
  }
});

test(
  "the starter feed's exploited vulnerabilities are those of the recorded catalog",
  options,
  async () => {
    const parsed = parseKev(
      readFileSync(join(FEEDS, 'kev', 'known_exploited_vulnerabilities.json')),
      'kev',
    );
    assert.ok(parsed.ok);
    const advisories = await starterAdvisories();
    const ids = new Set(
      advisories.flatMap(({ id, aliases, upstream }) => [id, ...aliases, ...upstream]),
    );
    const expected = [...ids].flatMap((id) => {
      const entry = parsed.value.entries.get(id);
      return entry ? [`${id} ${entry.addedAt} ${entry.usedByRansomware}`] : [];
    });
    const own = [...STARTER_CONTEXT].map(
      ([id, { kev }]) => `${id} ${kev?.addedAt} ${kev?.usedByRansomware}`,
    );
    assert.deepEqual(new Set(own), new Set(expected));
  },
);

test('a newer state of a feed brings its new advisories', options, async () => {
  const folder = temporaryFolder();
  const older = await build(join(FEEDS, 'snapshots', '2026-06-01'), folder, ['alpine-secdb/edge']);
  const newer = await build(FEEDS, folder, ['alpine-secdb/edge']);
  const records = [older, newer].map(({ snapshot }) => snapshot?.manifest.feeds[0]?.records ?? 0);
  assert.ok((records[0] ?? 0) > 5000 && (records[1] ?? 0) > (records[0] ?? 0), records.join());
  const opened = openSnapshot(folder);
  assert.ok(opened.ok);
  assert.equal(opened.value?.number, 2);
});

test('the tracker as published: unimportant, ignored, not affected', options, () => {
  const path = join(FEEDS, 'debian-security-tracker', 'tracker', 'data', 'json');
  const parsed = parseDebianTracker(readFileSync(path), 'json');
  assert.ok(parsed.ok);
  assert.deepEqual([parsed.value.advisories.length, parsed.value.skipped.length], [14_715, 0]);
});

test("Debian's statuses that the recorded tracker lacks, on a published sample", options, () => {
  const archive = join(FEEDS, 'fixtures', 'feed-formats', 'vuls-data-update-fixtures.tar.zst');
  const sample = fileOfTar(
    zstdDecompressSync(readFileSync(archive)),
    'fetch/debian/tracker/api/testdata/fixtures/advisory.json',
  );
  const parsed = parseDebianTracker(sample, 'advisory.json');
  assert.ok(parsed.ok);
  const said = parsed.value.advisories.map(({ id, affected }) => [
    id,
    ...affected.map(({ namespace, status, unimportant }) =>
      [namespace, status, ...(unimportant ? ['unimportant'] : [])].join(' '),
    ),
  ]);
  assert.deepEqual(said, [
    [
      'DEBIAN-CVE-2012-0833',
      'Debian:11 not_affected unimportant',
      'Debian:sid not_affected unimportant',
    ],
    ['DEBIAN-CVE-2016-5405', 'Debian:11 fix_available', 'Debian:sid fix_available'],
    ['DEBIAN-CVE-2016-5416', 'Debian:11 will_not_fix', 'Debian:sid affected'],
    [
      'DEBIAN-TEMP-0000000-0CA7E3',
      'Debian:11 not_affected unimportant',
      'Debian:sid not_affected unimportant',
    ],
  ]);
});

/** A file of a plain tar by the end of its name. */
function fileOfTar(tar: Buffer, name: string): Buffer {
  for (let at = 0; at + 512 <= tar.length;) {
    const own = tar.toString('latin1', at, at + 100).replace(/\0.*/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8) || 0;
    if (own.endsWith(name)) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`${name} is not in the archive`);
}

test('CVE records carry what CISA adds', options, async () => {
  const rate = createRater();
  const path = join(FEEDS, 'cve', 'vulnrichment-2024-10-24.jsonl.zst');
  for await (const line of linesOf(path)) {
    const parsed = parseCve(line, 'cve', rate);
    assert.ok(parsed.ok);
    assert.equal(parsed.value.id, 'CVE-1999-0006');
    assert.deepEqual(
      parsed.value.context.severities.map(({ source, score }) => [source, score]),
      [['CISA-ADP', 9.8]],
    );
    assert.deepEqual(parsed.value.context.ssvc, {
      exploitation: 'none',
      automatable: 'yes',
      technicalImpact: 'total',
    });
    assert.deepEqual(parsed.value.context.weaknesses, ['CWE-121']);
    break;
  }
});
