import type { PoolClient } from 'pg';
import type { Failure, Log, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import { copyIn } from './copy.ts';
import type { Database } from './database.ts';
import { COPY_SETTINGS } from './dump.ts';
import type { DumpedTable } from './dump.ts';
import { migrate, readMigrations } from './migrate.ts';

/** What `openDump` gave, brought back. Rows come in the order of the tables, and counters after them. */
export interface LoadedDump {
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
  rows(table: DumpedTable): AsyncIterable<Uint8Array>;
  sequences(): Promise<Readonly<Record<string, number>>>;
  /** Called before the rows count, with how many of each table were taken: what else has to be in its place. */
  finish(rows: ReadonlyMap<string, number>): Promise<Result<void, Failure>>;
}

/**
 * Fills an empty database: makes the schema as it was when the dump was taken, loads all rows in one
 * transaction, and then brings the schema up to date. A kill in between leaves an empty database, which
 * can be filled again.
 */
export async function loadDump(
  database: Database,
  dump: LoadedDump,
  log: Log,
): Promise<Result<void, Failure>> {
  const known = readMigrations();
  const missing = dump.migrations.find((name) => !known.some((step) => step.name === name));
  if (missing !== undefined) {
    const message = `the backup is of a newer version (step ${missing} is not known here): restore it with that one`;
    return err(failure('store.migration.newer', message));
  }
  const then = known.filter(({ name }) => dump.migrations.includes(name));
  const later = await laterStep(database, dump.migrations);
  if (later !== undefined) {
    const message = `the database was made by a newer version than the backup (step ${later}): restore into a new one`;
    return err(failure('store.migration.newer', message));
  }
  const made = await migrate(database, log, then);
  if (!made.ok) return made;
  const loaded = await inTransaction(database, (client) => load(client, dump));
  if (!loaded.ok) return loaded;
  const updated = await migrate(database, log, known);
  return updated.ok ? ok(undefined) : updated;
}

/** A step that the database has and the dump has not: its rows would not fit. */
async function laterStep(
  { pool }: Database,
  steps: readonly string[],
): Promise<string | undefined> {
  const { rows: tables } = await pool.query<{ found: boolean }>(
    `SELECT to_regclass('drydock_migrations') IS NOT NULL AS found`,
  );
  if (tables[0]?.found !== true) return undefined;
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM drydock_migrations');
  return rows.find(({ name }) => !steps.includes(name))?.name;
}

async function inTransaction(
  database: Database,
  work: (client: PoolClient) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`BEGIN; ${COPY_SETTINGS}`);
    const done = await work(client);
    await client.query(done.ok ? 'COMMIT' : 'ROLLBACK');
    return done;
  } catch (error) {
    // Ends the connection, and with it the transaction.
    broken = error instanceof Error ? error : new Error(String(error));
    throw broken;
  } finally {
    client.release(broken);
  }
}

async function load(client: PoolClient, dump: LoadedDump): Promise<Result<void, Failure>> {
  const places = dump.tables.map(({ name }) => `public.${client.escapeIdentifier(name)}`);
  // Rows that come back are not news, and the audit log is added to only: triggers rest meanwhile.
  const each = (act: string): string =>
    places.map((place) => `ALTER TABLE ${place} ${act} TRIGGER USER`).join(';');
  await client.query(each('DISABLE'));
  // What the migrations themselves wrote, and a server that was only started, is in the dump too.
  await client.query(`TRUNCATE ${places.join(', ')} CASCADE`);
  const counts = new Map<string, number>();
  for (const [index, table] of dump.tables.entries()) {
    const into = `COPY ${places[index]} (${table.columns.join(', ')}) FROM STDIN`;
    counts.set(table.name, await copyIn(client, into, dump.rows(table)));
  }
  for (const [name, value] of Object.entries(await dump.sequences())) {
    await client.query('SELECT setval(quote_ident($1)::regclass, $2)', [name, value]);
  }
  await client.query(each('ENABLE'));
  return dump.finish(counts);
}
