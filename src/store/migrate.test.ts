import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Database } from './database.ts';
import { openDatabase, withoutPassword } from './database.ts';
import type { Migration } from './migrate.ts';
import { migrate, pendingMigrations, readMigrations } from './migrate.ts';
import { QUIET, taken, withDatabase, withEmptyDatabase } from './test-database.contract.ts';

const STEPS: readonly Migration[] = [
  {
    name: '0001-a',
    sql: 'CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY); INSERT INTO a DEFAULT VALUES',
  },
  { name: '0002-b', sql: 'ALTER TABLE a ADD b date; UPDATE a SET b = $$2026-03-29$$' },
  { name: '0003-c', sql: 'CREATE TABLE c (n bigint)' },
];

async function empty(
  t: TestContext,
): Promise<{ readonly url: string; readonly database: Database }> {
  const url = await withEmptyDatabase(t);
  return { url, database: await opened(t, url) };
}

async function opened(t: TestContext, url: string): Promise<Database> {
  const database = taken(await openDatabase({ url, log: QUIET }));
  t.after(() => database.close());
  return database;
}

test('the schema that we ship is applied, and then nothing is pending', async (t) => {
  const database = await withDatabase(t);
  assert.deepEqual(taken(await migrate(database, QUIET)), []);
  assert.deepEqual(taken(await pendingMigrations(database)), []);
  const { rows } = await database.pool.query<{ count: number }>(
    'SELECT count(*) FROM drydock_migrations',
  );
  assert.deepEqual(rows, [{ count: readMigrations().length }]);
});

test('twenty that start at once make each step once (F9)', async (t) => {
  const { url, database } = await empty(t);
  const others = await Promise.all(Array.from({ length: 19 }, () => opened(t, url)));
  const made = await Promise.all([database, ...others].map((one) => migrate(one, QUIET, STEPS)));
  assert.deepEqual(
    made.flatMap((result) => taken(result)).toSorted(),
    STEPS.map(({ name }) => name),
  );
  const { rows } = await database.pool.query('SELECT id, b FROM a');
  assert.deepEqual(rows, [{ id: 1, b: '2026-03-29' }]);
});

test('a step that fails leaves the state before it, and the next try goes on', async (t) => {
  const { database } = await empty(t);
  const [first, second, third] = STEPS;
  assert.ok(first && second && third);
  const broken = { ...second, sql: `${second.sql}; SELECT 1/0` };
  const failed = await migrate(database, QUIET, [first, broken, third]);
  assert.ok(!failed.ok);
  assert.match(failed.error.message, /division by zero/);
  assert.deepEqual(taken(await pendingMigrations(database, STEPS)), ['0002-b', '0003-c']);
  assert.deepEqual(taken(await migrate(database, QUIET, STEPS)), ['0002-b', '0003-c']);
});

test('a connection that is cut in a step leaves the state before it (A18)', async (t) => {
  const { database } = await empty(t);
  for (const [at, step] of STEPS.entries()) {
    const cut = { ...step, sql: `${step.sql}; SELECT pg_terminate_backend(pg_backend_pid())` };
    const failed = await migrate(database, QUIET, STEPS.with(at, cut));
    assert.equal(failed.ok, false, step.name);
    assert.equal(taken(await pendingMigrations(database, STEPS))[0], step.name);
    taken(await migrate(database, QUIET, STEPS.slice(0, at + 1)));
  }
  assert.deepEqual(taken(await pendingMigrations(database, STEPS)), []);
});

test('a step that was changed, and one that is not known, are refused by name', async (t) => {
  const { database } = await empty(t);
  taken(await migrate(database, QUIET, STEPS));
  const [first, second] = STEPS;
  assert.ok(first && second);
  const changed = await migrate(database, QUIET, STEPS.with(1, { ...second, sql: 'SELECT 1' }));
  assert.ok(!changed.ok && changed.error.code === 'store.migration.changed');
  assert.match(changed.error.message, /step 0002-b/);
  const older = await migrate(database, QUIET, [first, second]);
  assert.ok(!older.ok && older.error.code === 'store.migration.newer');
  assert.match(older.error.message, /step 0003-c/);
});

test('a bigint that no number holds is an error, never another number', async (t) => {
  const { database } = await empty(t);
  const { rows } = await database.pool.query('SELECT 9007199254740991::bigint AS n');
  assert.deepEqual(rows, [{ n: 9_007_199_254_740_991 }]);
  await assert.rejects(database.pool.query('SELECT 9007199254740993::bigint'), /no safe integer/);
});

test('a server that is not there is told without the password', async () => {
  const url = 'postgresql://drydock:hunter2@127.0.0.1:1/drydock';
  const refused = await openDatabase({ url, log: QUIET });
  assert.ok(!refused.ok);
  assert.match(
    refused.error.message,
    /drydock:\*\*\*@127\.0\.0\.1:1\/drydock cannot be reached: .*ECONNREFUSED/,
  );
  assert.equal(
    withoutPassword('postgresql:///x?host=/s&password=hunter2'),
    'postgresql:///x?host=/s&password=***',
  );
});
