import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { SigningKeyRecords, TryRecords } from '../accounts/index.ts';
import { time } from './accounts-values.ts';
import type { Schema } from './schema.ts';

export function createSigningKeyRecords(db: Kysely<Schema>): SigningKeyRecords {
  return {
    signingKeys: async () => {
      const rows = await db.selectFrom('signing_keys').selectAll().execute();
      return rows.map(({ kid, private_key, public_jwk, created_at }) => ({
        kid,
        privateKey: private_key,
        publicJwk: public_jwk,
        createdAt: created_at.getTime(),
      }));
    },
    addSigningKey: async ({ kid, privateKey, publicJwk, createdAt }) => {
      await db
        .insertInto('signing_keys')
        .values({
          kid,
          private_key: Buffer.from(privateKey),
          public_jwk: publicJwk,
          created_at: time(createdAt),
        })
        .execute();
    },
    removeSigningKeys: async (before) => {
      await db.deleteFrom('signing_keys').where('created_at', '<', time(before)).execute();
    },
  };
}

/**
 * A bucket is one time: when it will be full again. Each try puts it off, and one that would put it
 * off past a whole bucket is refused (the generic cell rate algorithm).
 */
export function createTryRecords(db: Kysely<Schema>): TryRecords {
  return {
    takeTry: async (bucket, size, everyMilliseconds, at) => {
      const now = time(at);
      const latest = time(at + size * everyMilliseconds);
      const { rows } = await sql`
        INSERT INTO tries AS t (bucket, full_at) VALUES (${bucket}, ${time(at + everyMilliseconds)})
        ON CONFLICT (bucket) DO UPDATE
        SET full_at = greatest(t.full_at, ${now}) + ${everyMilliseconds} * interval '1 ms'
        WHERE greatest(t.full_at, ${now}) + ${everyMilliseconds} * interval '1 ms' <= ${latest}
        RETURNING bucket`.execute(db);
      if (rows.length > 0) return 0;
      const row = await db
        .selectFrom('tries')
        .select('full_at')
        .where('bucket', '=', bucket)
        .executeTakeFirst();
      const full = row?.full_at.getTime() ?? at;
      return Math.max(1, full + everyMilliseconds - latest.getTime());
    },
    giveTryBack: async (bucket, everyMilliseconds) => {
      await sql`UPDATE tries SET full_at = full_at - ${everyMilliseconds} * interval '1 ms'
        WHERE bucket = ${bucket}`.execute(db);
    },
    isKnownNetwork: async (userName, network, since) => {
      const { rows } = await sql`
        SELECT FROM known_networks k JOIN users u ON u.id = k.user_id
        WHERE u.name = ${userName} AND k.network = ${network} AND k.seen_at > ${time(since)}`.execute(
        db,
      );
      return rows.length > 0;
    },
    rememberNetwork: async (userId, network, at) => {
      await sql`
        INSERT INTO known_networks AS k (user_id, network, seen_at)
        VALUES (${userId}, ${network}, ${time(at)})
        ON CONFLICT (user_id, network) DO UPDATE SET seen_at = excluded.seen_at
        WHERE k.seen_at < excluded.seen_at - interval '1 day'`.execute(db);
    },
    removeOldTries: async (before) => {
      await db.deleteFrom('tries').where('full_at', '<', time(before)).execute();
    },
  };
}
