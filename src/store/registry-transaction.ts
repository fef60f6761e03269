import type { Kysely, Transaction } from 'kysely';
import { err, ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import type { RepositoryGone } from '../registry/index.ts';
import type { Schema } from './schema.ts';

/** Serialization failure, deadlock, and a row that a collector removed in between. */
const WORTH_ANOTHER_TRY = new Set(['40001', '40P01', '23503']);
const TRIES = 4;

/** Runs it in a transaction, and again when it only lost a race. */
export async function inTransaction<Value>(
  kysely: Kysely<Schema>,
  work: (transaction: Transaction<Schema>) => Promise<Value>,
): Promise<Value> {
  return await untilNoRaceIsLost(() => kysely.transaction().execute(work));
}

async function untilNoRaceIsLost<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || !WORTH_ANOTHER_TRY.has(fieldOf(error, 'code') ?? '')) throw error;
    }
  }
}

/** Writes into a repository, which may be deleted meanwhile; again when it only lost a race. */
export async function unlessGone<Value>(
  work: () => Promise<Value>,
): Promise<Result<Value, RepositoryGone>> {
  try {
    return ok(await untilNoRaceIsLost(work));
  } catch (error) {
    if (!constraintOf(error)?.endsWith('_repository_id_fkey')) throw error;
    return err({ kind: 'repository-gone' });
  }
}

/** The constraint that a statement broke. */
function constraintOf(error: unknown): string | undefined {
  return fieldOf(error, 'constraint');
}

function fieldOf(error: unknown, field: 'code' | 'constraint'): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : undefined;
}
