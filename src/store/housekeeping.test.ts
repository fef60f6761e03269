import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { housekeepingRecords } from './housekeeping.ts';
import { withDatabase } from './test-database.contract.ts';

test('chores are told the newest first, each kind by itself, and not kept for ever', async (t) => {
  const { kysely } = await withDatabase(t);
  const records = housekeepingRecords(kysely);
  for (const blobs of [1, 2]) await records.note('collection', { blobs });
  await records.note('backup', { rows: 7 });
  const collections = await records.last('collection', 5);
  assert.deepEqual(
    collections.map(({ report }) => report),
    [{ blobs: 2 }, { blobs: 1 }],
  );
  assert.ok(Math.abs((collections[0]?.finishedAt ?? 0) - Date.now()) < 60_000);
  assert.deepEqual((await records.last('backup', 5))[0]?.report, { rows: 7 });
  await sql`select setval(pg_get_serial_sequence('housekeeping', 'id'), 5000)`.execute(kysely);
  await records.note('collection', { blobs: 3 });
  assert.equal((await records.last('collection', 5)).length, 1);
  assert.equal((await records.last('backup', 5)).length, 1, 'the last backup stays');
});

test('blobs that no repository has are counted as unused', async (t) => {
  const { kysely } = await withDatabase(t);
  await sql`insert into namespaces (id, name, kind, plan, created_at) overriding system value
    values (1, 'acme', 'organization', 'team', now())`.execute(kysely);
  await sql`insert into repositories (id, namespace_id, name, visibility, created_at)
    overriding system value values (1, 1, 'acme/shop', 'private', now())`.execute(kysely);
  await sql`insert into blobs (digest, size, created_at, is_stored, leased_until, condemned_at)
    values ('sha256:a', 10, now(), true, now(), null), ('sha256:b', 20, now(), true, now(), now()),
      ('sha256:c', 40, now(), true, now(), null), ('sha256:d', 80, now(), false, now(), null)`.execute(
    kysely,
  );
  await sql`insert into repository_blobs values (1, 'sha256:a', now())`.execute(kysely);
  assert.deepEqual(await housekeepingRecords(kysely).counts(), {
    blobs: 3,
    bytes: 70,
    unusedBlobs: 2,
    unusedBytes: 60,
    condemnedBlobs: 1,
    manifests: 0,
    uploads: 0,
  });
});
