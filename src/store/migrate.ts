import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { err, failure, ok } from '../base/index.ts';
import type { Failure, Log, Result } from '../base/index.ts';
import type { Database } from './database.ts';

/** One step of the schema: SQL that runs once, as a whole. */
export interface Migration {
  /** `0010-accounts`: the order of names is the order of steps. */
  readonly name: string;
  readonly sql: string;
}

/** Where the SQL files are; beside the bundle in a release. */
export const MIGRATIONS_FOLDER: string = join(import.meta.dirname, 'migrations');

export function readMigrations(folder: string = MIGRATIONS_FOLDER): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => ({
      name: name.slice(0, -'.sql'.length),
      sql: readFileSync(join(folder, name), 'utf8'),
    }));
}

/**
 * Brings the schema up to date and says which steps were made. Each step is one transaction that takes a
 * lock, looks what is there, applies the next and writes it down: many may start at once, and a kill at
 * any moment leaves the state before or after a step.
 */
export async function migrate(
  database: Database,
  log: Log,
  migrations: readonly Migration[] = readMigrations(),
): Promise<Result<readonly string[], Failure>> {
  const applied: string[] = [];
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    for (;;) {
      const step = await applyNext(client, migrations);
      if (!step.ok) return step;
      if (step.value === undefined) return ok(applied);
      log.info('migration applied', { name: step.value });
      applied.push(step.value);
    }
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    return err(failure('store.migration.failed', `the schema was not migrated: ${broken.message}`));
  } finally {
    client.release(broken);
  }
}

/** Any number that nobody else uses for a lock of this kind. */
const LOCK = 7_070_001;

/** The name of the step that was made; undefined when there is none to make. */
async function applyNext(
  client: pg.PoolClient,
  migrations: readonly Migration[],
): Promise<Result<string | undefined, Failure>> {
  // Steps on large tables may take long, and so may waiting for another process that makes them.
  await client.query('BEGIN; SET LOCAL statement_timeout = 0');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(
      `CREATE TABLE IF NOT EXISTS drydock_migrations (
        name text PRIMARY KEY, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const next = nextOf(migrations, await readApplied(client));
    if (next.ok && next.value) {
      const { name, sql } = next.value;
      await client.query(sql);
      await client.query('INSERT INTO drydock_migrations (name, digest) VALUES ($1, $2)', [
        name,
        digestOf(sql),
      ]);
    }
    await client.query('COMMIT');
    return next.ok ? ok(next.value?.name) : next;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

type Applied = ReadonlyMap<string, string>;

async function readApplied(client: pg.PoolClient | pg.Pool): Promise<Applied> {
  const { rows } = await client.query<{ name: string; digest: string }>(
    'SELECT name, digest FROM drydock_migrations ORDER BY name',
  );
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}

function nextOf(
  migrations: readonly Migration[],
  applied: Applied,
): Result<Migration | undefined, Failure> {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const [name, digest] of applied) {
    const migration = known.get(name);
    if (!migration) {
      return err(
        failure(
          'store.migration.newer',
          `the database was migrated by a newer version (step ${name} is not known here): start that version`,
        ),
      );
    }
    if (digestOf(migration.sql) !== digest) {
      return err(
        failure(
          'store.migration.changed',
          `step ${name} is not what was applied to the database: use the version that made it, or a new database`,
        ),
      );
    }
  }
  return ok(migrations.find(({ name }) => !applied.has(name)));
}

/** Names of the steps that `migrate` would make; the database is not changed. */
export async function pendingMigrations(
  database: Database,
  migrations: readonly Migration[] = readMigrations(),
): Promise<Result<readonly string[], Failure>> {
  const { rows } = await database.pool.query<{ found: boolean }>(
    `SELECT to_regclass('drydock_migrations') IS NOT NULL AS found`,
  );
  const applied: Applied = rows[0]?.found ? await readApplied(database.pool) : new Map();
  const next = nextOf(migrations, applied);
  if (!next.ok) return next;
  return ok(migrations.map(({ name }) => name).filter((name) => !applied.has(name)));
}

function digestOf(sql: string): string {
  return `sha256:${createHash('sha256').update(sql).digest('hex')}`;
}
