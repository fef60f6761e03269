import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from './database.ts';
import { QUIET, taken, withDatabase } from './test-database.contract.ts';

test('a connection that is lost is told, but for one that ends with its pool', async (t) => {
  const { url, pool: other } = await withDatabase(t);
  const told: string[] = [];
  const log = { ...QUIET, warn: (message: string) => told.push(message) };
  const database = taken(await openDatabase({ url, log }));
  await other.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  for (let tries = 0; tries < 500 && told.length === 0; tries += 1) await sleep(10);
  assert.deepEqual(told, ['database connection lost']);
  await database.pool.query('select 1');
  await database.close();
  database.pool.emit('error', new Error('terminating connection due to administrator command'));
  assert.equal(told.length, 1);
});
