import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { ok } from '../base/index.ts';
import { exportSnapshot, importSnapshot, layoutFetcher, pullSnapshot, rollBack } from './bundle.ts';
import { osvRecords, smallMirror, temporaryFolder, writeMirror } from './feeds/mirror.contract.ts';
import { makeZip } from './make-zip.contract.ts';
import { openSnapshot } from './open.ts';
import { databaseStatus } from './status.ts';
import { buildFrom } from './update.ts';

const NOW = Date.parse('2026-02-03T04:05:06Z');
const CLOCK = { now: () => NOW };

async function built(mirror: string = smallMirror()): Promise<string> {
  const folder = temporaryFolder();
  const result = await buildFrom(mirror, { folder, clock: CLOCK });
  assert.ok(result.ok);
  return folder;
}

test('an exported snapshot is an OCI layout, and imported it has the same digest', async () => {
  const folder = await built();
  const layout = temporaryFolder();
  const exported = exportSnapshot(folder, layout);
  assert.ok(exported.ok);
  assert.deepEqual(readdirSync(layout).toSorted(), ['blobs', 'index.json', 'oci-layout']);
  const other = temporaryFolder();
  const imported = await importSnapshot(other, layout, { clock: CLOCK });
  assert.ok(imported.ok);
  assert.equal(imported.value.digest, exported.value.digest);
  const opened = openSnapshot(other);
  assert.ok(opened.ok);
  assert.equal(opened.value?.entriesOf('npm', 'p3').length, 1);
});

test('a pull fetches only shards that are not here', async () => {
  const mirror = smallMirror();
  const folder = await built(mirror);
  const layout = temporaryFolder();
  exportSnapshot(folder, layout);
  const other = temporaryFolder();
  await importSnapshot(other, layout, { clock: CLOCK });
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(11)) });
  await buildFrom(mirror, { folder, clock: CLOCK });
  exportSnapshot(folder, temporaryFolder());
  const next = temporaryFolder();
  exportSnapshot(folder, next);
  const fetcher = layoutFetcher(next);
  let fetched = 0;
  const counting = {
    ...fetcher,
    blob: (...parts: Parameters<typeof fetcher.blob>) => {
      fetched += 1;
      return fetcher.blob(...parts);
    },
  };
  const pulled = await pullSnapshot(other, 'latest', counting, { clock: CLOCK });
  assert.ok(pulled.ok);
  // The snapshot's own manifest, and npm's entries and texts.
  assert.deepEqual([pulled.value.number, fetched], [2, 3]);
});

test('a blob with other bytes is refused, and the snapshot that was there stays', async () => {
  const folder = await built();
  const layout = temporaryFolder();
  exportSnapshot(folder, layout);
  const forged = {
    ...layoutFetcher(layout),
    blob: () => Promise.resolve(ok(Buffer.from('forged'))),
  };
  const other = temporaryFolder();
  const pulled = await pullSnapshot(other, 'latest', forged, { clock: CLOCK });
  assert.ok(!pulled.ok);
  assert.equal(pulled.error.code, 'advisory.shard.corrupt');
  const opened = openSnapshot(other);
  assert.ok(opened.ok);
  assert.equal(opened.value, undefined);
});

test('going back makes the older state count under a new number', async () => {
  const mirror = smallMirror();
  const folder = await built(mirror);
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(11)) });
  await buildFrom(mirror, { folder, clock: CLOCK });
  const back = await rollBack(folder, 1);
  assert.ok(back.ok);
  assert.equal(back.value.number, 3);
  const opened = openSnapshot(folder);
  assert.ok(opened.ok);
  assert.deepEqual(opened.value?.entriesOf('npm', 'p10'), []);
  const unknown = await rollBack(folder, 99);
  assert.ok(!unknown.ok);
  assert.match(unknown.error.message, /there is no snapshot 99; there are: 1, 2, 3/);
});

test('the status tells fetch and data apart, judges staleness by the fetch, and keeps failures', async () => {
  const mirror = smallMirror();
  const folder = await built(mirror);
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip({}) });
  await buildFrom(mirror, { folder, clock: CLOCK });
  const statusAt = (now: number) => {
    const status = databaseStatus(folder, now);
    assert.ok(status.ok && status.value);
    return status.value.feeds.find(({ name }) => name === 'osv/npm');
  };
  const npm = statusAt(NOW + 1000);
  assert.deepEqual(
    [npm?.fetchedAt, npm?.newestAt, npm?.records, npm?.isStale, npm?.lastFailure?.code],
    ['2026-02-03T04:05:06Z', '2026-01-02T03:04:05Z', 10, false, 'advisory.feed.empty'],
  );
  assert.equal(statusAt(NOW + 2 * 86_400_000)?.isStale, true);
  const none = databaseStatus(temporaryFolder(), NOW);
  assert.ok(none.ok);
  assert.equal(none.value, undefined);
});
