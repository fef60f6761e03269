import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { QUIET, taken } from '../src/store/test-database.contract.ts';
import { startEmbeddedDatabase } from '../src/store/embedded/embedded-database.ts';
import type { EmbeddedDatabase } from '../src/store/embedded/embedded-database.ts';
import { lockFolder } from '../src/store/embedded/folder-lock.ts';
import { runningPostmaster } from '../src/store/embedded/postmaster.ts';

const isRoot = process.getuid?.() === 0;

function dataFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-embedded-'));
  // Hooks run in the order of their making: whoever uses the folder has stopped at the second turn.
  t.after(() => t.after(() => rmSync(folder, { recursive: true, force: true })));
  return folder;
}

/** Not synced to disk, as only one test needs that, and stopped before its folder is removed. */
async function started(t: TestContext, folder: string): Promise<EmbeddedDatabase> {
  const settings = ['fsync=off'];
  const database = taken(await startEmbeddedDatabase({ dataFolder: folder, log: QUIET, settings }));
  t.after(() => database.stop());
  return database;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return Object.values(rows[0] ?? {})[0];
}

const clusterOf = (folder: string): string => join(folder, 'database', 'cluster');

test('a cluster is made, started without a port, stopped, and keeps what was written', async (t) => {
  const folder = dataFolder(t);
  const first = taken(await startEmbeddedDatabase({ dataFolder: folder, log: QUIET }));
  assert.equal(await ask(first.url, 'SHOW listen_addresses'), '');
  assert.equal(await ask(first.url, 'SHOW fsync'), 'on');
  const syncing = process.platform === 'linux' ? 'syncfs' : 'fsync';
  assert.equal(await ask(first.url, 'SHOW recovery_init_sync_method'), syncing);
  await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
  await first.stop();
  assert.equal(runningPostmaster(clusterOf(folder)), undefined);
  const second = await started(t, folder);
  assert.equal(second.isAdopted, false);
  assert.equal(await ask(second.url, 'SELECT value FROM kept'), 7);
  assert.equal(await ask(second.url, `SELECT 'Ä' > 'Z' AND lower('Ä') = 'ä'`), true);
});

test('only the owner of the database enters the folders of its files and its socket', async (t) => {
  const folder = dataFolder(t);
  await started(t, folder);
  for (const name of ['cluster', 'socket']) {
    const { mode, uid } = statSync(join(folder, 'database', name));
    assert.equal(mode & 0o777, 0o700, name);
    if (isRoot) assert.equal(uid, 65_534, name);
  }
});

test('what a killed process left running is adopted, and started again when it dies', async (t) => {
  const folder = dataFolder(t);
  await killedAfter(
    t,
    'embedded-database.ts',
    `
    const log = { info() {}, warn() {}, error() {} };
    const held = await module.startEmbeddedDatabase({ dataFolder: process.argv[1], log });
    const isDone = held.ok;`,
    folder,
  );
  const orphan = runningPostmaster(clusterOf(folder)) ?? assert.fail('not left running');
  const database = await started(t, folder);
  assert.equal(database.isAdopted, true);
  process.kill(orphan.pid, 'SIGKILL');
  for (
    let tries = 0;
    (runningPostmaster(clusterOf(folder))?.pid ?? orphan.pid) === orphan.pid;
    tries += 1
  ) {
    assert.ok(tries < 600, 'not started again');
    await setTimeout(50);
  }
});

test('a file that names a process which is no PostgreSQL does not keep it from starting', async (t) => {
  const folder = dataFolder(t);
  await (await started(t, folder)).stop();
  writeFileSync(
    join(clusterOf(folder), 'postmaster.pid'),
    `${process.pid}\n${clusterOf(folder)}\n`,
  );
  assert.equal((await started(t, folder)).isAdopted, false);
});

test('a socket that names a process which is no PostgreSQL does not keep it from starting', async (t) => {
  const folder = dataFolder(t);
  await (await started(t, folder)).stop();
  const lock = join(folder, 'database', 'socket', '.s.PGSQL.5432.lock');
  // Of the same user: PostgreSQL takes another's for no PostgreSQL.
  const { uid, gid } = statSync(clusterOf(folder));
  const other = spawn('sleep', ['60'], { uid, gid });
  t.after(() => other.kill());
  writeFileSync(lock, `${other.pid}\n${clusterOf(folder)}\n`);
  assert.equal((await started(t, folder)).isAdopted, false);
});

test('what works on for a PostgreSQL that was killed is ended before another starts', async (t) => {
  const folder = dataFolder(t);
  const first = await started(t, folder);
  const client = new Client(first.url);
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const busy = rows[0]?.pid ?? assert.fail('no process');
  client.query('SELECT count(*) FROM generate_series(1, 100000000000)').catch(() => undefined);
  await setTimeout(200);
  const { pid } = runningPostmaster(clusterOf(folder)) ?? assert.fail('not running');
  process.kill(pid, 'SIGKILL');
  for (let tries = 0; (runningPostmaster(clusterOf(folder))?.pid ?? pid) === pid; tries += 1) {
    assert.ok(tries < 600, 'not started again');
    await setTimeout(50);
  }
  // One that only waits to be reaped has no working folder.
  assert.throws(() => readlinkSync(`/proc/${busy}/cwd`), { code: 'ENOENT' });
});

test('a path too long for a socket gets a short one elsewhere', async (t) => {
  const open = dataFolder(t);
  chmodSync(open, 0o755);
  const folder = join(open, 'a'.repeat(60), 'b'.repeat(60));
  const database = await started(t, folder);
  t.after(() =>
    rmSync(decodeURIComponent(/host=([^&]*)/.exec(database.url)?.[1] ?? ''), { recursive: true }),
  );
  assert.equal(await ask(database.url, 'SELECT 1'), 1);
});

test(
  'as root, a folder on the way that is closed to others is named',
  { skip: !isRoot },
  async (t) => {
    const closed = dataFolder(t);
    chmodSync(closed, 0o700);
    const refused = await startEmbeddedDatabase({ dataFolder: join(closed, 'data'), log: QUIET });
    assert.ok(!refused.ok);
    assert.match(refused.error.message, new RegExp(`cannot pass ${closed}: set DRYDOCK_DATA`));
  },
);

test('a data folder is served once, and free when its process was killed', async (t) => {
  const folder = dataFolder(t);
  const lock = taken(lockFolder(folder));
  const refused = lockFolder(folder);
  assert.ok(!refused.ok);
  assert.match(refused.error.message, new RegExp(`in use by process ${process.pid} on `));
  lock.release();
  await killedAfter(
    t,
    'folder-lock.ts',
    'const held = module.lockFolder(process.argv[1]); const isDone = held.ok;',
    folder,
    () => assert.equal(lockFolder(folder).ok, false),
  );
  taken(lockFolder(folder)).release();
});

/** Runs `program` in a process of its own until it is done, then `meanwhile`, then kills it. */
async function killedAfter(
  t: TestContext,
  file: string,
  program: string,
  folder: string,
  meanwhile?: () => void,
): Promise<void> {
  const path = JSON.stringify(join(import.meta.dirname, '../src/store/embedded', file));
  const whole = `const module = await import(${path}); ${program}
    console.log(isDone); setInterval(() => held, 1000);`;
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module'];
  const child = spawn(process.execPath, [...flags, '-e', whole, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const told = await new Promise((resolve) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString()));
    child.stdout.once('end', () => resolve('nothing'));
  });
  assert.equal(told, 'true\n');
  meanwhile?.();
  child.kill('SIGKILL');
  await new Promise((resolve) => {
    child.once('exit', resolve);
  });
}
