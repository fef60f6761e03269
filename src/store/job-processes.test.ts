import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { type Task, DONE, again, migrateJobs, startJobs } from '../jobs/index.ts';
import type { Database } from './database.ts';
import { jobProcesses } from './job-processes.ts';
import { QUIET, withDatabase } from './test-database.contract.ts';

test('a job is done, again where the task says so or throws, and given back by one who stops', async (t) => {
  const database = await withDatabase(t);
  const seen: string[] = [];
  const done = Promise.withResolvers<void>();
  const stuck = Promise.withResolvers<void>();
  const tasks: Readonly<Record<string, Task>> = {
    odd: (payload) => {
      seen.push(JSON.stringify(payload));
      if (seen.length === 1) return Promise.resolve(again(10, 'not yet'));
      if (seen.length === 2) throw new Error('the database is away');
      done.resolve();
      return Promise.resolve(DONE);
    },
    long: (_, { signal }) => {
      stuck.resolve();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    },
  };
  const jobs = await start(database, tasks);
  await jobs.add({ task: 'odd', payload: { a: 1 }, key: 'odd' });
  await done.promise;
  await jobs.add({ task: 'long', payload: {} });
  await stuck.promise;
  await jobs.stop();
  assert.deepEqual(seen, ['{"a":1}', '{"a":1}', '{"a":1}']);
  const { rows } = await sql`select task_identifier, locked_by, attempts
    from graphile_worker.jobs`.execute(database.kysely);
  assert.deepEqual(rows, [{ task_identifier: 'long', locked_by: null, attempts: 0 }]);
  const { rows: processes } = await sql`select * from job_processes`.execute(database.kysely);
  assert.deepEqual(processes, []);
});

test('the jobs of a process that says nothing any more are taken over, of others not', async (t) => {
  const database = await withDatabase(t);
  await migrateJobs(database.pool, QUIET);
  const processes = jobProcesses(database.kysely);
  await sql`select graphile_worker.add_job('x', '{}'), graphile_worker.add_job('y', '{}')`.execute(
    database.kysely,
  );
  await sql`update graphile_worker._private_jobs set locked_at = now() - interval '9 seconds',
    locked_by = case id when (select min(id) from graphile_worker._private_jobs)
      then 'dead' else 'alive' end`.execute(database.kysely);
  await processes.beat('alive');
  assert.equal(await processes.releaseSilent(7000), 1);
  const { rows } = await sql`select locked_by from graphile_worker.jobs order by id`.execute(
    database.kysely,
  );
  assert.deepEqual(rows, [{ locked_by: null }, { locked_by: 'alive' }]);
});

test('of many that start at once on a new database all run', async (t) => {
  const database = await withDatabase(t);
  const done = Promise.withResolvers<void>();
  let times = 0;
  const tasks = {
    once: () => {
      times += 1;
      done.resolve();
      return Promise.resolve(DONE);
    },
  };
  const all = await Promise.all([1, 2, 3, 4].map(() => start(database, tasks)));
  await all[0]?.add({ task: 'once', payload: {} });
  await done.promise;
  await Promise.all(all.map((jobs) => jobs.stop()));
  assert.equal(times, 1);
});

function start(database: Database, tasks: Readonly<Record<string, Task>>) {
  const { pool, kysely } = database;
  const processes = jobProcesses(kysely);
  return startJobs({ pool, processes, tasks, concurrency: 1, log: QUIET });
}
