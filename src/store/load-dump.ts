import type { PoolClient } from 'pg';
import type { Failure, Log, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import { copyIn } from './copy.ts';
import type { Database } from './database.ts';
import type { DumpedTable } from './dump.ts';
import { migrate, readMigrations } from './migrate.ts';

/** What `openDump` gave, brought back. Rows come in the order of the tables, and counters after them. */
export interface LoadedDump {
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
  rows(table: DumpedTable): AsyncIterable<Uint8Array>;
  sequences(): Promise<Readonly<Record<string, number>>>;
  /** Called before the rows count: what else has to be in its place. */
  finish(): Promise<Result<void, Failure>>;
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
    const message = `the backup is of a newer version (step ${missing} is not known here)`;
    return err(failure('store.migration.newer', message));
  }
  const then = known.filter(({ name }) => dump.migrations.includes(name));
  const made = await migrate(database, log, then);
  if (!made.ok) return made;
  const loaded = await inTransaction(database, (client) => load(client, dump));
  if (!loaded.ok) return loaded;
  const updated = await migrate(database, log, known);
  return updated.ok ? ok(undefined) : updated;
}

async function inTransaction(
  database: Database,
  work: (client: PoolClient) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(
      'BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
    );
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
  const { rows: here } = await client.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> 'drydock_migrations'`,
  );
  // What the migrations themselves wrote is in the dump too.
  if (here.length > 0) await client.query(`TRUNCATE ${here.map(({ name }) => name).join(', ')}`);
  for (const table of dump.tables) {
    const columns = table.columns.join(', ');
    const into = `COPY public.${client.escapeIdentifier(table.name)} (${columns}) FROM STDIN`;
    await copyIn(client, into, dump.rows(table));
  }
  for (const [name, value] of Object.entries(await dump.sequences())) {
    await client.query('SELECT setval(quote_ident($1)::regclass, $2)', [name, value]);
  }
  return dump.finish();
}
