import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  osvRecord,
  osvRecords,
  smallMirror,
  temporaryFolder,
  writeMirror,
} from './feeds/mirror.contract.ts';
import { folderTransport } from './feeds/transport.ts';
import { makeZip } from './make-zip.contract.ts';
import { openSnapshot } from './open.ts';
import { buildFrom, updateFeeds } from './update.ts';
import type { UpdateResult } from './update.ts';

const CLOCK = { now: () => Date.parse('2026-02-03T04:05:06Z') };

async function build(mirror: string, folder: string, more: object = {}): Promise<UpdateResult> {
  const built = await buildFrom(mirror, { folder, clock: CLOCK, ...more });
  assert.ok(built.ok, JSON.stringify(built));
  return built.value;
}

function open(folder: string) {
  const opened = openSnapshot(folder);
  assert.ok(opened.ok && opened.value);
  return opened.value;
}

/** What a snapshot says of the package p3 of npm. */
function fixesOf(folder: string): readonly (string | undefined)[] {
  return open(folder)
    .entriesOf('npm', 'p3')
    .map(({ affected }) => affected.ranges[0]?.at(-1)?.version);
}

test('a mirror folder becomes a snapshot that answers all that matching and reports ask', async () => {
  const folder = temporaryFolder();
  const { snapshot, outcomes } = await build(smallMirror(), folder);
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    Array(6).fill('updated'),
  );
  const opened = open(folder);
  assert.deepEqual([opened.number, opened.digest], [1, snapshot?.digest]);
  assert.equal(opened.entriesOf('npm', 'p3')[0]?.advisory.id, 'GHSA-3');
  assert.equal(opened.textsOf('GHSA-3')?.summary, 'about GHSA-3');
  assert.deepEqual(opened.textsOf('DEBIAN-CVE-2024-1')?.references, [
    'https://security-tracker.debian.org/tracker/CVE-2024-1',
  ]);
  assert.deepEqual(opened.contextOf('CVE-2024-0001'), {
    severities: [],
    weaknesses: [],
    isRejected: false,
    epss: { probability: 0.5, percentile: 0.99 },
    kev: { addedAt: '2025-05-05', usedByRansomware: true },
  });
  assert.equal(opened.endOfLifeOf('Debian:12')?.supportedUntil, '2028-06-30');
  assert.equal(opened.endOfLifeOf('Alpine:v3.10')?.supportedUntil, '2021-05-01');
  assert.deepEqual(opened.coverageOf('npm'), {
    namespace: 'npm',
    source: 'osv',
    listsUnfixed: true,
    records: 10,
    fetchedAt: '2026-02-03T04:05:06Z',
    newestAt: '2026-01-02T03:04:05Z',
  });
  assert.equal(opened.coverageOf('PyPI'), undefined);
});

test("a distribution's own feed wins whole, and OSV's copy speaks where it is silent", async () => {
  const folder = temporaryFolder();
  await build(smallMirror(), folder);
  const opened = open(folder);
  const said = ['Debian:12', 'Debian:10'].map((namespace) =>
    opened
      .entriesOf(namespace, 'bash')
      .map(({ advisory, affected }) => [advisory.source, affected.ranges[0]?.at(-1)?.version]),
  );
  assert.deepEqual(said, [[['debian-tracker', '5.2-2']], [['osv', '9']]]);
});

test('an unchanged mirror makes no new snapshot, a changed feed one with the others as they were', async () => {
  const folder = temporaryFolder();
  const mirror = smallMirror();
  await build(mirror, folder);
  const second = await build(mirror, folder);
  assert.deepEqual(
    [second.snapshot?.number, ...second.outcomes.map(({ kind }) => kind)],
    [1, ...Array(6).fill('unchanged')],
  );
  const records = { ...osvRecords(10), 'GHSA-3.json': osvRecord('GHSA-3', 'p3', '2.0.0') };
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(records) });
  const third = await build(mirror, folder);
  assert.equal(third.snapshot?.number, 2);
  assert.deepEqual(fixesOf(folder), ['2.0.0']);
  assert.equal(open(folder).entriesOf('Debian:12', 'bash').length, 1);
});

test('a feed that is empty, cut off, a web page, of another shape or much smaller is refused', async () => {
  const zip = makeZip(osvRecords(10));
  const faults: Readonly<Record<string, readonly [string, string | Buffer]>> = {
    'advisory.feed.empty': ['osv/npm/all.zip', makeZip({})],
    'advisory.zip.broken': ['osv/npm/all.zip', zip.subarray(0, zip.length / 2)],
    'advisory.feed.shrunk': ['osv/npm/all.zip', makeZip(osvRecords(7))],
    'advisory.feed.malformed': ['debian-security-tracker/tracker/data/json', '<html>busy</html>'],
  };
  for (const [code, [path, content]] of Object.entries(faults)) {
    const folder = temporaryFolder();
    const mirror = smallMirror();
    await build(mirror, folder);
    writeMirror(mirror, { [path]: content });
    const { outcomes, snapshot } = await build(mirror, folder);
    const refused = outcomes.flatMap((outcome) =>
      outcome.kind === 'refused' ? [outcome.failure.code] : [],
    );
    assert.deepEqual([refused, snapshot?.number], [[code], 1], code);
    assert.deepEqual(fixesOf(folder), ['1.0.0']);
    assert.equal(open(folder).entriesOf('Debian:12', 'bash').length, 1);
  }
});

test('a feed may shrink when the operator says so', async () => {
  const folder = temporaryFolder();
  const mirror = smallMirror();
  await build(mirror, folder);
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(5)) });
  const { snapshot } = await build(mirror, folder, { acceptsShrinking: true });
  assert.equal(snapshot?.number, 2);
});

test('bad records are left out, counted exactly and listed', async () => {
  const folder = temporaryFolder();
  const mirror = smallMirror();
  const bad = { 'GHSA-2.json': '{"id":', 'GHSA-5.json': '{"id":"GHSA-5"}' };
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip({ ...osvRecords(10), ...bad }) });
  const { outcomes, snapshot } = await build(mirror, folder);
  const npm = outcomes.find(({ feed }) => feed === 'osv/npm');
  assert.deepEqual(npm, { kind: 'updated', feed: 'osv/npm', records: 8, skipped: 2 });
  const state = snapshot?.manifest.feeds.find(({ name }) => name === 'osv/npm');
  assert.deepEqual(
    state?.skips.map(({ code, path }) => [code, path]),
    [
      ['advisory.osv.not-json', 'GHSA-2.json'],
      ['advisory.osv.no-date', 'GHSA-5.json'],
    ],
  );
});

test('malicious packages are a feed of their own, from the same archive', async () => {
  const folder = temporaryFolder();
  const mirror = smallMirror();
  const records = { ...osvRecords(3), 'MAL-2024-1.json': osvRecord('MAL-2024-1', 'p3', '9') };
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(records) });
  await build(mirror, folder);
  assert.deepEqual(open(folder).entriesOf('npm', 'p3'), []);
  const transport = folderTransport(mirror);
  const updated = await updateFeeds({ folder, clock: CLOCK, transport, feeds: ['malware/npm'] });
  assert.ok(updated.ok);
  assert.equal(open(folder).entriesOf('npm', 'p3')[0]?.advisory.class, 'malware');
  assert.equal(open(folder).entriesOf('npm', 'p2').length, 1);
});

test('a changed byte in any file of the store is refused, never used', async () => {
  const folder = temporaryFolder();
  await build(smallMirror(), folder);
  const blobs = join(folder, 'blobs', 'sha256');
  for (const hex of readdirSync(blobs)) {
    const path = join(blobs, hex);
    const bytes = readFileSync(path);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    writeFileSync(path, changed);
  }
  const prepared = open(folder).prepare(['npm']);
  assert.ok(!prepared.ok);
  assert.equal(prepared.error.code, 'advisory.shard.corrupt');
  truncateSync(join(folder, 'snapshots', '1.json'), 100);
  const opened = openSnapshot(folder);
  assert.ok(!opened.ok);
  assert.equal(opened.error.code, 'advisory.snapshot.corrupt');
});

test('an update that died anywhere leaves the old snapshot, and the next one works', async () => {
  const folder = temporaryFolder();
  const mirror = smallMirror();
  await build(mirror, folder);
  // What each step leaves behind when the process is killed right after it.
  writeMirror(folder, {
    'blobs/sha256/aa.1234.tmp': 'half a shard',
    'snapshots/2.json.1234.tmp': 'half a manifest',
    'snapshots/2.json': '{"format":1,"createdAt":"","feeds":[]}',
    'active.1234.tmp': '{"number":2',
    lock: '{"pid":999999999,"startedAt":"1"}',
  });
  assert.equal(open(folder).number, 1);
  writeMirror(mirror, {
    'osv/npm/all.zip': makeZip({
      ...osvRecords(10),
      'GHSA-11.json': osvRecord('GHSA-11', 'p3', '5'),
    }),
  });
  const { snapshot } = await build(mirror, folder);
  assert.equal(snapshot?.number, 3);
  assert.deepEqual(fixesOf(folder), ['1.0.0', '5']);
});

test('two updates at the same time leave one after the other', async () => {
  const folder = temporaryFolder();
  const mirrors = [smallMirror(), smallMirror()];
  const results = await Promise.all(mirrors.map((mirror) => build(mirror, folder)));
  assert.deepEqual(new Set(results.map(({ snapshot }) => snapshot?.number)), new Set([1, 2]));
  assert.equal(open(folder).number, 2);
});

test('a folder without feeds says what it should hold', async () => {
  const built = await buildFrom(temporaryFolder(), { folder: temporaryFolder(), clock: CLOCK });
  assert.ok(!built.ok);
  assert.equal(built.error.code, 'advisory.mirror.empty');
});
