import type { PoolClient } from 'pg';
import type { Digest } from '../model/index.ts';
import { copyOut } from './copy.ts';
import type { Database } from './database.ts';
import { SWEEP_LOCK } from './sweep-lock.ts';

/** The database at one moment, to be read out: one thing after the other. */
export interface Dump {
  /** Names of the steps that made the schema, in their order. */
  readonly migrations: readonly string[];
  /** Those before that others refer to. */
  readonly tables: readonly DumpedTable[];
  /** What `blobs` will give. */
  readonly totals: { readonly blobs: number; readonly bytes: number };
  /** Its rows in the text format of COPY; returns how many there were. */
  rows(table: DumpedTable): AsyncGenerator<Uint8Array, number, void>;
  /** Where counters stand, by name. They run on: what they say is never below what is in the rows. */
  sequences(): Promise<Readonly<Record<string, number>>>;
  /** Blobs that the rows know. None of them is removed before `close`. */
  blobs(): AsyncGenerator<DumpedBlob, void, void>;
  close(): Promise<void>;
}

export interface DumpedTable {
  readonly name: string;
  /** Those that are not computed from others, quoted. */
  readonly columns: readonly string[];
}

export interface DumpedBlob {
  readonly digest: Digest;
  readonly size: number;
}

/** Belong to processes that run, and to files that are not kept. */
const PASSING: readonly string[] = ['drydock_migrations', 'uploads', 'job_processes'];

/** One form of every value, whatever a server or a role prefers. */
export const COPY_SETTINGS = `SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL timezone = 'UTC';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL search_path = public`;

/** Rows of one look at the list of blobs. */
const PAGE = 5000;

/**
 * Reads everything in one transaction that sees one moment. Pushes and deletions go on; the garbage
 * collector removes no object meanwhile.
 */
export async function openDump(database: Database): Promise<Dump> {
  const client = await database.pool.connect();
  // Its end takes the transaction and the lock with it.
  const close = async (): Promise<void> => client.release(true);
  try {
    // Before the moment that is seen: a sweep that runs now ends first.
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock_shared($1)', [SWEEP_LOCK]);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(COPY_SETTINGS);
    const { rows: migrations } = await client.query<{ name: string }>(
      'SELECT name FROM drydock_migrations ORDER BY name',
    );
    const { rows: totals } = await client.query<Dump['totals']>(
      'SELECT count(*) AS blobs, coalesce(sum(size), 0)::bigint AS bytes FROM blobs WHERE is_stored',
    );
    const tables = await tablesInOrder(client);
    return {
      migrations: migrations.map(({ name }) => name),
      tables: tables.filter(({ name }) => !PASSING.includes(name)),
      totals: totals[0] ?? { blobs: 0, bytes: 0 },
      rows: ({ name, columns }) =>
        copyOut(client, `COPY public."${name}" (${columns.join(', ')}) TO STDOUT`),
      sequences: () => sequencesOf(client),
      blobs: () => blobsOf(client),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* blobsOf(client: PoolClient): AsyncGenerator<DumpedBlob, void, void> {
  let after = '';
  for (;;) {
    const { rows } = await client.query<DumpedBlob>(
      'SELECT digest, size FROM blobs WHERE is_stored AND digest > $1 ORDER BY digest LIMIT $2',
      [after, PAGE],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.digest;
  }
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
