import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportSnapshot, importSnapshot, layoutFetcher, pullSnapshot, rollBack } from './bundle.ts';
import { osvRecords, smallMirror, temporaryFolder, writeMirror } from './feeds/mirror.contract.ts';
import { folderTransport } from './feeds/transport.ts';
import { makeZip } from './make-zip.contract.ts';
import { openSnapshot } from './open.ts';
import { digestOf } from './snapshot/memory-snapshot.ts';
import { databaseStatus } from './status.ts';
import { buildFrom, updateFeeds } from './update.ts';

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2026-02-03T04:05:06Z');

function clockAt(day: number) {
  return { now: () => FIRST + day * DAY_MS };
}

/** A data folder with a mirror's state of a day, and its export. */
async function published(mirror: string, day: number, folder = temporaryFolder()) {
  const built = await buildFrom(mirror, { folder, clock: clockAt(day) });
  assert.ok(built.ok);
  const layout = temporaryFolder();
  assert.ok(exportSnapshot(folder, layout).ok);
  return { folder, layout };
}

function open(folder: string) {
  const opened = openSnapshot(folder);
  assert.ok(opened.ok && opened.value, JSON.stringify(opened));
  return opened.value;
}

function newerMirror(): string {
  const mirror = smallMirror();
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(11)) });
  return mirror;
}

test('an older snapshot than the active one is refused, unless it is allowed', async () => {
  const older = await published(smallMirror(), 0);
  const newer = await published(newerMirror(), 1);
  const before = open(newer.folder);
  const options = { clock: clockAt(2) };
  const refused = await importSnapshot(newer.folder, older.layout, options);
  assert.ok(!refused.ok);
  assert.equal(refused.error.code, 'advisory.snapshot.older');
  assert.match(refused.error.message, /--allow-older/);
  assert.equal(open(newer.folder).digest, before.digest);
  const allowed = { ...options, allowsOlder: true };
  const taken = await importSnapshot(newer.folder, older.layout, allowed);
  assert.ok(taken.ok);
  assert.equal(open(newer.folder).digest, open(older.folder).digest);
});

test('a snapshot of tomorrow is taken, one of next week would keep all others out', async () => {
  const { layout } = await published(smallMirror(), 7);
  const codes = [];
  for (const day of [0, 6.5]) {
    const pulled = await importSnapshot(temporaryFolder(), layout, { clock: clockAt(day) });
    codes.push(pulled.ok ? 'taken' : pulled.error.code);
  }
  assert.deepEqual(codes, ['advisory.bundle.unknown', 'taken']);
});

test('the same snapshot again makes no new number', async () => {
  const { folder, layout } = await published(smallMirror(), 0);
  const again = await importSnapshot(folder, layout, { clock: clockAt(1) });
  assert.ok(again.ok);
  assert.equal(again.value.number, 1);
});

test('a snapshot that stays the same for days is stale, however often it is pulled', async () => {
  const { layout } = await published(smallMirror(), 0);
  const folder = temporaryFolder();
  for (const day of [0, 5]) await importSnapshot(folder, layout, { clock: clockAt(day) });
  const status = databaseStatus(folder, clockAt(5).now());
  assert.ok(status.ok && status.value);
  assert.ok(status.value.feeds.every(({ isStale }) => isStale));
});

test('after going back nothing is fresh by later checks, and an update goes forward again', async () => {
  const mirror = smallMirror();
  const { folder } = await published(mirror, 0);
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(11)) });
  await published(mirror, 5, folder);
  await rollBack(folder, 1);
  assert.equal(open(folder).coverageOf('npm')?.fetchedAt, '2026-02-03T04:05:06Z');
  const transport = folderTransport(mirror);
  const clock = clockAt(6);
  const updated = await updateFeeds({ folder, transport, clock, feeds: ['osv/npm'] });
  assert.ok(updated.ok);
  assert.equal(updated.value.outcomes[0]?.kind, 'updated');
  assert.equal(open(folder).entriesOf('npm', 'p10').length, 1);
});

test('a byte changed anywhere in what was published is found, and the old snapshot stays', async () => {
  const { layout } = await published(newerMirror(), 1);
  const old = await published(smallMirror(), 0);
  const digest = open(old.folder).digest;
  const blobs = join('blobs', 'sha256');
  const names = readdirSync(join(layout, blobs));
  assert.ok(names.length > 6, names.join());
  const shared = new Set(readdirSync(join(old.folder, blobs)));
  for (const name of names) {
    const bytes = readFileSync(join(layout, blobs, name));
    for (const share of [0, 0.01, 0.25, 0.5, 0.75, 0.999]) {
      const forged = temporaryFolder();
      cpSync(layout, forged, { recursive: true });
      const changed = Buffer.from(bytes);
      const at = Math.floor(bytes.length * share);
      changed[at] = (bytes[at] ?? 0) ^ 0x20;
      writeFileSync(join(forged, blobs, name), changed);
      const target = temporaryFolder();
      cpSync(old.folder, target, { recursive: true });
      const pulled = await importSnapshot(target, forged, { clock: clockAt(2) });
      const isOld = open(target).digest === digest;
      // Shards that both have are not fetched again: then the forged one is never read.
      if (pulled.ok) assert.ok(shared.has(name), name);
      else assert.ok(isOld, name);
      assert.ok(open(target).prepare(['npm', 'Debian:12']).ok);
    }
  }
});

test('a reference with a digest takes no other manifest', async () => {
  const { layout } = await published(smallMirror(), 0);
  const fetcher = layoutFetcher(layout);
  const manifest = await fetcher.manifest('');
  assert.ok(manifest.ok);
  const options = { clock: clockAt(0) };
  const right = { ...options, digest: digestOf(manifest.value) };
  const wrong = { ...options, digest: digestOf('another') };
  const pulls = [right, wrong].map((given) =>
    pullSnapshot(temporaryFolder(), 'reference', fetcher, given),
  );
  const codes = (await Promise.all(pulls)).map((pull) => pull.ok || pull.error.code);
  assert.deepEqual(codes, [true, 'advisory.bundle.unknown']);
});

test('a reader that was there before an update goes on with its own generation', async () => {
  const mirror = smallMirror();
  const { folder } = await published(mirror, 0);
  const reader = open(folder);
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(11)) });
  await published(mirror, 1, folder);
  // Nothing of it was read before the update.
  assert.deepEqual([reader.number, reader.entriesOf('npm', 'p10')], [1, []]);
  assert.equal(reader.entriesOf('npm', 'p3').length, 1);
  assert.equal(reader.textsOf('GHSA-3')?.summary, 'about GHSA-3');
  assert.equal(open(folder).entriesOf('npm', 'p10').length, 1);
});

test('an update makes shards anew that were damaged or lost, though no feed changed', async () => {
  const mirror = smallMirror();
  const { folder } = await published(mirror, 0);
  const blobs = join(folder, 'blobs', 'sha256');
  for (const [index, hex] of readdirSync(blobs).entries()) {
    const path = join(blobs, hex);
    const bytes = readFileSync(path);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    writeFileSync(path, index % 2 === 0 ? bytes : bytes.subarray(1));
  }
  const damaged = open(folder).prepare(['npm']);
  assert.ok(!damaged.ok);
  assert.match(damaged.error.message, /Run: drydock db update/);
  const mended = await buildFrom(mirror, { folder, clock: clockAt(0) });
  assert.ok(mended.ok);
  assert.ok(open(folder).prepare(['npm', 'Debian:12']).ok);
  assert.equal(open(folder).textsOf('GHSA-3')?.summary, 'about GHSA-3');
});

test('where the active manifest is damaged, an update goes on from the newest whole one', async () => {
  const mirror = smallMirror();
  const { folder } = await published(mirror, 0);
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(11)) });
  await published(mirror, 1, folder);
  writeFileSync(join(folder, 'snapshots', '2.json'), '{"format":1');
  const transport = folderTransport(mirror);
  const updated = await updateFeeds({ folder, transport, clock: clockAt(2), feeds: ['osv/npm'] });
  assert.ok(updated.ok);
  assert.equal(open(folder).entriesOf('npm', 'p10').length, 1);
  assert.equal(open(folder).entriesOf('Debian:12', 'bash').length, 1);
});
