import type { Kysely, Selectable } from 'kysely';
import type { SessionRecords, SessionRow } from '../accounts/index.ts';
import type { AccountsTables } from './accounts-tables.ts';
import { noteSeen, presentUser } from './accounts-users.ts';
import { time } from './accounts-values.ts';
import type { Schema } from './schema.ts';

export function createSessionRecords(db: Kysely<Schema>): SessionRecords {
  return { ...createLooks(db), ...createEnds(db) };
}

type EndsKeys = 'touchSession' | 'removeSession' | 'removeSessions' | 'removeExpiredSessions';

function createLooks(db: Kysely<Schema>): Omit<SessionRecords, EndsKeys> {
  return {
    addSession: async (session) => {
      await db
        .insertInto('sessions')
        .values({
          id: session.id,
          hash: session.hash,
          user_id: session.userId,
          created_at: time(session.createdAt),
          seen_at: time(session.seenAt),
          expires_at: time(session.expiresAt),
          address: session.address,
          user_agent: session.userAgent,
        })
        .execute();
      await noteSeen(db, session.userId, session.seenAt);
    },
    sessionByHash: async (hash) => {
      const session = await db
        .selectFrom('sessions')
        .selectAll()
        .where('hash', '=', hash)
        .executeTakeFirst();
      if (!session) return undefined;
      const user = await db
        .selectFrom('users')
        .selectAll()
        .where('id', '=', session.user_id)
        .executeTakeFirst();
      return user && { session: sessionRow(session), user: presentUser(user) };
    },
    sessions: async (userId) => {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('seen_at', 'desc')
        .execute();
      return rows.map(sessionRow);
    },
  };
}

function createEnds(db: Kysely<Schema>): Pick<SessionRecords, EndsKeys> {
  return {
    touchSession: async (id, at) => {
      const row = await db
        .updateTable('sessions')
        .set({ seen_at: time(at) })
        .where('id', '=', id)
        .returning('user_id')
        .executeTakeFirst();
      if (row) await noteSeen(db, row.user_id, at);
    },
    removeSession: async (userId, id) => {
      const { numDeletedRows } = await db
        .deleteFrom('sessions')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    removeSessions: async (userId, except) => {
      let query = db.deleteFrom('sessions').where('user_id', '=', userId);
      if (except !== undefined) query = query.where('id', '<>', except);
      return Number((await query.executeTakeFirst()).numDeletedRows);
    },
    removeExpiredSessions: async (at, seenBefore) => {
      const { numDeletedRows } = await db
        .deleteFrom('sessions')
        .where((is) =>
          is.or([is('expires_at', '<=', time(at)), is('seen_at', '<=', time(seenBefore))]),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

function sessionRow(row: Selectable<AccountsTables['sessions']>): SessionRow {
  return {
    id: row.id,
    userId: row.user_id,
    createdAt: row.created_at.getTime(),
    seenAt: row.seen_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    address: row.address,
    userAgent: row.user_agent,
  };
}
