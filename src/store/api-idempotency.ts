import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Claim, IdempotencyRecords } from '../api/index.ts';
import type { Schema } from './schema.ts';

/** Each claim clears away so many that are over: more than come, so that the table stays small. */
const CLEARED = 20;

/** Idempotency-Keys in PostgreSQL, which all processes share. */
export function createIdempotencyRecords(db: Kysely<Schema>): IdempotencyRecords {
  return {
    claim: async (key, fingerprint, now, staleBefore, deadBefore) => {
      await clear(db, staleBefore);
      for (;;) {
        const isClaimed = await tryClaim(db, { key, fingerprint, now, staleBefore, deadBefore });
        if (isClaimed) return { kind: 'claimed' };
        const claim = await claimOfOther(db, key, fingerprint);
        // Given back in between: try once more.
        if (claim) return claim;
      }
    },
    settle: async (key, { status, body, hasSecret }) => {
      await db
        .updateTable('idempotency_keys')
        .set({ status, body: body ?? null, has_secret: hasSecret })
        .where('key', '=', key)
        .execute();
    },
    release: async (key) => {
      await db
        .deleteFrom('idempotency_keys')
        .where('key', '=', key)
        .where('status', 'is', null)
        .execute();
    },
  };
}

interface NewClaim {
  readonly key: string;
  readonly fingerprint: string;
  readonly now: Date;
  readonly staleBefore: Date;
  readonly deadBefore: Date;
}

/** Of those who come at once one inserts, or takes over what is over. */
async function tryClaim(db: Kysely<Schema>, claim: NewClaim): Promise<boolean> {
  const { key, fingerprint, now, staleBefore, deadBefore } = claim;
  const { rows } = await sql`
    INSERT INTO idempotency_keys AS kept (key, fingerprint, claimed_at)
    VALUES (${key}, ${fingerprint}, ${now})
    ON CONFLICT (key) DO UPDATE
      SET fingerprint = excluded.fingerprint, claimed_at = excluded.claimed_at,
          status = NULL, body = NULL, has_secret = false
      WHERE kept.claimed_at <
        CASE WHEN kept.status IS NULL THEN ${deadBefore}::timestamptz
             ELSE ${staleBefore}::timestamptz END
    RETURNING key`.execute(db);
  return rows.length > 0;
}

async function claimOfOther(
  db: Kysely<Schema>,
  key: string,
  fingerprint: string,
): Promise<Claim | undefined> {
  const row = await db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.fingerprint !== fingerprint) return { kind: 'reused' };
  if (row.status === null) return { kind: 'in-progress' };
  const { status, body, has_secret: hasSecret } = row;
  return { kind: 'answered', answer: { status, ...(body !== null && { body }), hasSecret } };
}

async function clear(db: Kysely<Schema>, before: Date): Promise<void> {
  await sql`
    DELETE FROM idempotency_keys WHERE key IN (
      SELECT key FROM idempotency_keys WHERE claimed_at < ${before}
      ORDER BY claimed_at LIMIT ${CLEARED} FOR UPDATE SKIP LOCKED)`.execute(db);
}
