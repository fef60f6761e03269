import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { NewToken, TokenHolder, TokenRecords, TokenRow } from '../accounts/index.ts';
import type { AccountsTables } from './accounts-tables.ts';
import { noteSeen, presentUser } from './accounts-users.ts';
import { milliseconds, orTaken, time } from './accounts-values.ts';
import type { Schema } from './schema.ts';

type Row = Selectable<AccountsTables['access_tokens']>;

/** Refresh tokens of one person or organization; the oldest give way. */
const MOST_REFRESH_TOKENS = 200;

export function createTokenRecords(db: Kysely<Schema>): TokenRecords {
  const rowsOf = (column: 'user_id' | 'namespace_id', id: number, kind: Row['kind']) =>
    db
      .selectFrom('access_tokens')
      .selectAll()
      .where(column, '=', id)
      .where('kind', '=', kind)
      .orderBy('name')
      .execute();
  return {
    addToken: (token) => addToken(db, token),
    tokenByHash: (hash) => holder(db, 'hash', hash),
    tokenById: (id) => holder(db, 'id', id),
    personalTokens: async (userId) => (await rowsOf('user_id', userId, 'personal')).map(tokenRow),
    robotTokens: async (id) => (await rowsOf('namespace_id', id, 'robot')).map(tokenRow),
    removeToken: async (id) => {
      await db.deleteFrom('access_tokens').where('id', '=', id).execute();
    },
    removeRefreshTokens: async (userId) => {
      await db
        .deleteFrom('access_tokens')
        .where('user_id', '=', userId)
        .where('kind', '=', 'refresh')
        .where('parent_id', 'is', null)
        .execute();
    },
    touchToken: async (id, at) => {
      const row = await db
        .updateTable('access_tokens')
        .set({ last_used_at: time(at) })
        .where('id', '=', id)
        .returning('user_id')
        .executeTakeFirst();
      if (row && row.user_id !== null) await noteSeen(db, row.user_id, at);
    },
    removeExpiredTokens: async (at) => {
      const { numDeletedRows } = await db
        .deleteFrom('access_tokens')
        .where('expires_at', '<=', time(at))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

async function addToken(db: Kysely<Schema>, token: NewToken): Promise<'added' | 'taken'> {
  const done = await orTaken(
    db
      .insertInto('access_tokens')
      .values({
        id: token.id,
        kind: token.kind,
        hash: token.hash,
        name: token.name,
        scopes: token.scopes,
        ending: token.ending,
        user_id: token.userId ?? null,
        namespace_id: token.namespaceId ?? null,
        parent_id: token.parentId ?? null,
        created_at: time(token.at),
        last_used_at: null,
        expires_at: token.expiresAt === undefined ? null : time(token.expiresAt),
      })
      .execute(),
  );
  if (done === 'taken') return done;
  if (token.kind === 'refresh') {
    await sql`DELETE FROM access_tokens WHERE id IN (
      SELECT id FROM access_tokens WHERE kind = 'refresh'
      AND (user_id = ${token.userId ?? null} OR namespace_id = ${token.namespaceId ?? null})
      ORDER BY created_at DESC OFFSET ${MOST_REFRESH_TOKENS})`.execute(db);
  }
  return 'added';
}

/** The token, and whom it speaks for. */
async function holder(
  db: Kysely<Schema>,
  column: 'hash' | 'id',
  value: string,
): Promise<TokenHolder | undefined> {
  const row = await one(db, column, value);
  if (!row) return undefined;
  const user =
    row.user_id === null
      ? undefined
      : await db.selectFrom('users').selectAll().where('id', '=', row.user_id).executeTakeFirst();
  const namespace =
    row.namespace_id === null
      ? undefined
      : await db
          .selectFrom('namespaces')
          .select(['id', 'name'])
          .where('id', '=', row.namespace_id)
          .executeTakeFirst();
  const parent = row.parent_id === null ? undefined : await one(db, 'id', row.parent_id);
  return {
    token: tokenRow(row),
    user: user && presentUser(user),
    namespace,
    parent: parent && tokenRow(parent),
  };
}

async function one(
  db: Kysely<Schema>,
  column: 'hash' | 'id',
  value: string,
): Promise<Row | undefined> {
  return db.selectFrom('access_tokens').selectAll().where(column, '=', value).executeTakeFirst();
}

function tokenRow(row: Row): TokenRow {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at.getTime(),
    lastUsedAt: milliseconds(row.last_used_at),
    expiresAt: milliseconds(row.expires_at),
    ending: row.ending,
  };
}
