import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openNotifications } from './notifications.ts';
import { QUIET, withDatabase } from './test-database.contract.ts';

test('notices of any connection are heard until one stops listening', async (context) => {
  const database = await withDatabase(context);
  const notifications = openNotifications(database.url, QUIET);
  context.after(() => notifications.close());
  const heard: (string | undefined)[] = [];
  const stop = await notifications.listen('some_channel', (payload) => heard.push(payload));
  await database.pool.query(`select pg_notify('some_channel', 'first'), pg_notify('other', 'x')`);
  await until(() => heard.includes('first'));
  stop();
  await notifications.listen('some_channel', () => heard.push('of the second'));
  await database.pool.query(`select pg_notify('some_channel', 'later')`);
  await until(() => heard.includes('of the second'));
  assert.deepEqual(
    heard.filter((payload) => payload !== undefined),
    ['first', 'of the second'],
  );
});

test('a connection that is lost is told, and made again', async (context) => {
  const database = await withDatabase(context);
  const notifications = openNotifications(database.url, QUIET);
  context.after(() => notifications.close());
  const heard: (string | undefined)[] = [];
  await notifications.listen('some_channel', (payload) => heard.push(payload));
  heard.length = 0;
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query ilike 'listen%'`,
  );
  await until(() => heard.length >= 2);
  assert.deepEqual(new Set(heard), new Set([undefined]));
  await database.pool.query(`select pg_notify('some_channel', 'back')`);
  await until(() => heard.includes('back'));
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries += 1) await sleep(10);
  assert.ok(holds());
}
