import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import { err, failure, ok } from '../base/index.ts';
import type { Failure, Log, Result } from '../base/index.ts';
import { OLDEST_MAJOR } from './embedded/programs.ts';
import type { Schema } from './schema.ts';

/** An open database: queries that the compiler checks, and the pool below them. */
export interface Database {
  readonly kysely: Kysely<Schema>;
  readonly pool: Pool;
  /** What it was opened with; holds a password where the server wants one. */
  readonly url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `postgresql://user:password@host/database`, or with `?host=/folder` a socket. */
  readonly url: string;
  readonly log: Log;
  /** Connections at most; those of all processes together must stay below the server's limit. */
  readonly connections?: number;
}

const CONNECTIONS = 20;
/** A query that takes longer is a mistake of ours; jobs that need more set their own. */
const STATEMENT_MS = 60_000;
/** Waiting longer for a connection is an overload that the client should hear of. */
const CONNECT_MS = 10_000;

/** Connects, and refuses a server that is too old or does not keep UTF-8. */
export async function openDatabase(options: DatabaseOptions): Promise<Result<Database, Failure>> {
  const pool = openPool(options);
  try {
    const { rows } = await pool.query<{ version: string; encoding: string }>(
      `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding`,
    );
    const refusal = refusalOf(rows[0]?.version ?? '', rows[0]?.encoding ?? '');
    if (refusal === undefined) return ok(databaseOf(pool, options.url));
    await pool.end();
    return err(failure('store.database.unsuitable', refusal));
  } catch (error) {
    await pool.end();
    const reason = error instanceof Error ? error.message || error.name : String(error);
    const message = `the database ${withoutPassword(options.url)} cannot be reached: ${reason}`;
    return err(failure('store.database.unreachable', message));
  }
}

function openPool({ url, log, connections }: DatabaseOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connections ?? CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 60_000,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    application_name: 'drydock',
    keepAlive: true,
    types: { getTypeParser },
  });
  // Without a listener a connection that breaks would end the process, in use or idle; who uses it is
  // told by the query that fails, and the next query opens another.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => {
    // The pool lets go of connections before they are closed: a server that stops is to end them.
    if (!pool.ending) log.warn('database connection lost', { reason: error.message });
  });
  return pool;
}

function databaseOf(pool: Pool, url: string): Database {
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    kysely,
    pool,
    url,
    close: async () => {
      await kysely.destroy();
      // Kysely ends the pool only where it was asked for something.
      if (!pool.ending) await pool.end();
    },
  };
}

function refusalOf(version: string, encoding: string): string | undefined {
  const major = Math.floor(Number(version) / 10_000);
  if (!(major >= OLDEST_MAJOR)) {
    return `the database server is PostgreSQL ${major}; ${OLDEST_MAJOR} or newer is needed`;
  }
  return encoding === 'UTF8'
    ? undefined
    : `the database keeps text as ${encoding}: make it anew with ENCODING 'UTF8'`;
}

/** For messages: a password is nobody's business. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^:/?#@]*):[^/?#]*@/, '$1:***@').replace(/(password=)[^&]*/i, '$1***');
}

const INT8 = 20;
const DATE = 1082;

/** bigint as number, date as it is written (the driver would shift it by the zone of this machine). */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (format !== 'binary') {
    if (oid === INT8) return safeInteger;
    if (oid === DATE) return (text) => text;
  }
  return types.getTypeParser(oid, format ?? 'text');
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
  return value;
}
