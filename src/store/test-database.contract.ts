/**
 * A database for tests: `withDatabase(t)`. One PostgreSQL for the process, embedded, or the server that
 * TEST_DATABASE_URL names; a fresh copy of the migrated schema for each caller.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { after } from 'node:test';
import { Client } from 'pg';
import type { Failure, Log, Result } from '../base/index.ts';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { startEmbeddedDatabase } from './embedded/embedded-database.ts';
import { migrate } from './migrate.ts';

export const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A migrated database of the test's own, gone when the test is done. */
export async function withDatabase(t: Pick<TestContext, 'after'>): Promise<Database> {
  const { maintenance, template } = await server();
  const name = freshName();
  await run(maintenance, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const database = taken(
    await openDatabase({ url: named(maintenance, name), log: QUIET, connections: 8 }),
  );
  t.after(async () => {
    await database.close();
    await run(maintenance, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return database;
}

/** An empty database of the test's own, not migrated. */
export async function withEmptyDatabase(t: Pick<TestContext, 'after'>): Promise<string> {
  const { maintenance } = await server();
  const name = freshName();
  await run(maintenance, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  t.after(() => run(maintenance, `DROP DATABASE ${name} WITH (FORCE)`));
  return named(maintenance, name);
}

interface Server {
  /** A database that is not a test's. */
  readonly maintenance: string;
  readonly template: string;
  stop(): Promise<void>;
}

// The one thing that all test files of a process share, on purpose: a server takes a second to start.
let started: Promise<Server> | undefined;

function server(): Promise<Server> {
  started ??= start();
  return started;
}

after(async () => {
  if (started) await (await started).stop();
});

async function start(): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL'];
  const own = given === undefined || given === '' ? await startOwn() : undefined;
  const maintenance = own?.url ?? given ?? '';
  const template = freshName();
  await run(maintenance, `CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8'`);
  const database = taken(await openDatabase({ url: named(maintenance, template), log: QUIET }));
  taken(await migrate(database, QUIET));
  await database.close();
  // The server learns of closed connections a little later, and copies no database that is in use.
  await run(
    maintenance,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${template}'`,
  );
  return {
    maintenance,
    template,
    stop: async () => {
      await run(maintenance, `DROP DATABASE ${template} WITH (FORCE)`);
      await own?.stop();
    },
  };
}

/** Tests may lose everything: nothing is synced to disk. */
async function startOwn(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'drydock-database-'));
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
  ];
  const database = taken(await startEmbeddedDatabase({ dataFolder, log: QUIET, settings }));
  return {
    url: database.url,
    stop: async () => {
      await database.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function freshName(): string {
  return `drydock_test_${randomBytes(6).toString('hex')}`;
}

/** The same server, another database. */
function named(url: string, database: string): string {
  return url.replace(/^(\w+:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${database}`);
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export function taken<Value>(result: Result<Value, Failure>): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
