import type { PoolClient } from 'pg';
import type { Digest } from '../model/index.ts';
import { copyOut } from './copy.ts';
import type { Database } from './database.ts';

/** The database at one moment, to be read out. */
export interface Dump {
  /** Names of the steps that made the schema, in their order. */
  readonly migrations: readonly string[];
  /** Those before that others refer to. */
  readonly tables: readonly DumpedTable[];
  /** Blobs that the records of this moment know: held against garbage collection until `close`. */
  readonly blobs: readonly { readonly digest: Digest; readonly size: number }[];
  rows(table: DumpedTable): AsyncIterable<Uint8Array>;
  /** Where counters stand, by name; to be read last, as they run on. */
  sequences(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

export interface DumpedTable {
  readonly name: string;
  /** Those that are not computed from others, quoted. */
  readonly columns: readonly string[];
}

/** Belong to processes that run, and to files that are not kept. */
const PASSING: readonly string[] = ['drydock_migrations', 'uploads', 'job_processes'];

/**
 * Reads everything in one transaction that sees one moment. A second one keeps the rows of blobs locked
 * as a reference would: the garbage collector passes over them, pushes do not wait.
 */
export async function openDump(database: Database): Promise<Dump> {
  const holder = await database.pool.connect();
  const reader = await database.pool.connect();
  const close = async (): Promise<void> => {
    for (const client of [reader, holder]) {
      await client.query('ROLLBACK').catch(() => undefined);
      client.release();
    }
  };
  try {
    for (const [client, level] of [
      [holder, 'READ COMMITTED'],
      [reader, 'REPEATABLE READ READ ONLY'],
    ] as const) {
      await client.query(`BEGIN ISOLATION LEVEL ${level}`);
      await client.query(
        'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
      );
      if (client === holder) await client.query('SELECT 1 FROM blobs FOR KEY SHARE');
    }
    const names = (await column(reader, 'SELECT name FROM drydock_migrations ORDER BY name')).map(
      String,
    );
    const tables = (await tablesInOrder(reader)).filter(({ name }) => !PASSING.includes(name));
    const { rows: blobs } = await reader.query<{ digest: Digest; size: number }>(
      'SELECT digest, size FROM blobs WHERE is_stored ORDER BY digest',
    );
    return {
      migrations: names,
      tables,
      blobs,
      rows: ({ name, columns }) =>
        copyOut(reader, `COPY public."${name}" (${columns.join(', ')}) TO STDOUT`),
      sequences: () => sequencesOf(reader),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function column(client: PoolClient, sql: string): Promise<unknown[]> {
  const { rows } = await client.query<{ name: unknown }>(sql);
  return rows.map(({ name }) => name);
}

interface FoundTable extends DumpedTable {
  /** Other tables that its rows refer to. */
  readonly needs: readonly string[];
}

/** Tables, those before that others refer to. One that refers to itself is checked at its end. */
async function tablesInOrder(client: PoolClient): Promise<DumpedTable[]> {
  const { rows } = await client.query<FoundTable>(
    `SELECT c.relname::text AS name,
       ARRAY(SELECT quote_ident(a.attname)::text FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
         ORDER BY a.attnum) AS columns,
       ARRAY(SELECT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
         WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r'
     ORDER BY c.relname COLLATE "C"`,
  );
  const order: DumpedTable[] = [];
  const placed = new Set<string>();
  let waiting = rows;
  while (waiting.length > 0) {
    const free = waiting.filter(({ needs }) => needs.every((name) => placed.has(name)));
    if (free.length === 0) {
      const names = waiting.map(({ name }) => name).join(', ');
      throw new Error(`tables refer to each other in a circle: ${names}`);
    }
    for (const { name, columns } of free) order.push({ name, columns });
    for (const { name } of free) placed.add(name);
    waiting = waiting.filter(({ name }) => !placed.has(name));
  }
  return order;
}

async function sequencesOf(client: PoolClient): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; value: number }>(
    `SELECT sequencename AS name, last_value AS value FROM pg_sequences
     WHERE schemaname = 'public' AND last_value IS NOT NULL`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
