import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { UserChange, UserRecords, UserRow } from '../accounts/index.ts';
import type { AccountsTables } from './accounts-tables.ts';
import { milliseconds, orTaken, time } from './accounts-values.ts';
import { lockName, retireName } from './accounts-namespaces.ts';
import type { Schema } from './schema.ts';

type Row = Selectable<AccountsTables['users']>;

/** Somebody was here, by a session or a token of theirs. */
export async function noteSeen(db: Kysely<Schema>, userId: number, at: number): Promise<void> {
  await db
    .updateTable('users')
    .set({ seen_at: time(at) })
    .where('id', '=', userId)
    .execute();
}

/** As long as somebody looks now and then it is one visit. */
async function noteVisit(
  db: Kysely<Schema>,
  userId: number,
  at: number,
  pause: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ readonly before_at: Date | null }>`
    insert into visits as v (user_id, seen_at) values (${userId}, ${time(at)})
    on conflict (user_id) do update set seen_at = greatest(v.seen_at, excluded.seen_at),
      before_at = case when v.seen_at <= ${time(at - pause)} then v.seen_at else v.before_at end
    returning before_at`.execute(db);
  return milliseconds(rows[0]?.before_at ?? null);
}

export function createUserRecords(db: Kysely<Schema>): Omit<UserRecords, 'users'> {
  return { ...createPeople(db), ...createCounts(db), ...createSecondSteps(db) };
}

type Counts = 'countUsers' | 'lockAdministrators' | 'noteVisit';

function createCounts(db: Kysely<Schema>): Pick<UserRecords, Counts> {
  return {
    noteVisit: (userId, at, pause) => noteVisit(db, userId, at, pause),
    countUsers: async () => {
      const row = await db
        .selectFrom('users')
        .select((is) => is.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    },
    lockAdministrators: async () => {
      const rows = await db
        .selectFrom('users')
        .select('id')
        .where('is_administrator', '=', true)
        .where('is_blocked', '=', false)
        .orderBy('id')
        .forUpdate()
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

type SecondSteps = 'setSecondStep' | 'useStep' | 'useRecoveryCode' | 'countRecoveryCodes';

function createPeople(db: Kysely<Schema>): Omit<UserRecords, SecondSteps | Counts | 'users'> {
  const one = async (column: 'id' | 'name', value: number | string): Promise<Row | undefined> =>
    db.selectFrom('users').selectAll().where(column, '=', value).executeTakeFirst();
  return {
    addUser: (user) => addUser(db, user),
    isNameGiven: async (name) => !(await lockName(db, name)),
    userById: async (id) => userRow(await one('id', id)),
    userByName: async (name) => userRow(await one('name', name)),
    userByEmail: async (email) =>
      userRow(
        await db
          .selectFrom('users')
          .selectAll()
          .where('email', '=', email)
          .where('is_email_verified', '=', true)
          .executeTakeFirst(),
      ),
    userSecrets: async (name) => {
      const row = await one('name', name);
      const user = userRow(row);
      return row && user
        ? {
            user,
            passwordHash: row.password_hash ?? undefined,
            secondStep: row.second_step ?? undefined,
          }
        : undefined;
    },
    changeUser: (id, change) => changeUser(db, id, change),
    removeUser: async (id, at) => {
      const row = await one('id', id);
      if (!row) return;
      await lockName(db, row.name);
      await retireName(db, row.name, at);
      await db.deleteFrom('users').where('id', '=', id).execute();
    },
  };
}

function createSecondSteps(db: Kysely<Schema>): Pick<UserRecords, SecondSteps> {
  return {
    setSecondStep: async (userId, secret, recoveryHashes) => {
      const second_step = secret === undefined ? null : Buffer.from(secret);
      await db.updateTable('users').set({ second_step }).where('id', '=', userId).execute();
      await db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
      const codes = recoveryHashes.map((hash) => ({ user_id: userId, hash }));
      if (codes.length > 0) await db.insertInto('recovery_codes').values(codes).execute();
    },
    useStep: async (userId, step) => {
      const { numUpdatedRows } = await db
        .updateTable('users')
        .set({ second_step_used: step })
        .where('id', '=', userId)
        .where('second_step_used', '<', step)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    useRecoveryCode: async (userId, hash) => {
      const { numDeletedRows } = await db
        .deleteFrom('recovery_codes')
        .where('user_id', '=', userId)
        .where('hash', '=', hash)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    countRecoveryCodes: async (userId) => {
      const row = await db
        .selectFrom('recovery_codes')
        .select((is) => is.fn.countAll<number>().as('count'))
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow();
      return row.count;
    },
  };
}

async function addUser(
  db: Kysely<Schema>,
  user: Parameters<UserRecords['addUser']>[0],
): Promise<UserRow | 'taken'> {
  if (!(await lockName(db, user.name))) return 'taken';
  const { name, displayName, isEmailVerified, isAdministrator, plan } = user;
  return orTaken(
    (async () => {
      const row = await db
        .insertInto('users')
        .values({
          name,
          display_name: displayName,
          email: user.email ?? null,
          is_email_verified: isEmailVerified,
          is_administrator: isAdministrator,
          password_hash: user.passwordHash ?? null,
          created_at: time(user.at),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await db
        .insertInto('namespaces')
        .values({
          name,
          kind: 'personal',
          owner_id: row.id,
          display_name: displayName,
          plan,
          results_readable_until: null,
          quota_bytes: null,
          created_at: time(user.at),
        })
        .execute();
      return presentUser(row);
    })(),
  );
}

async function changeUser(
  db: Kysely<Schema>,
  id: number,
  change: UserChange,
): Promise<'changed' | 'taken'> {
  const set = {
    ...(change.displayName !== undefined && { display_name: change.displayName }),
    ...(change.email !== undefined && { email: change.email, is_email_verified: false }),
    ...(change.isEmailVerified !== undefined && { is_email_verified: change.isEmailVerified }),
    ...(change.isAdministrator !== undefined && { is_administrator: change.isAdministrator }),
    ...(change.isBlocked !== undefined && { is_blocked: change.isBlocked }),
    ...(change.passwordHash !== undefined && { password_hash: change.passwordHash }),
  };
  if (Object.keys(set).length === 0) return 'changed';
  const done = await orTaken(db.updateTable('users').set(set).where('id', '=', id).execute());
  return done === 'taken' ? done : 'changed';
}

function userRow(row: Row | undefined): UserRow | undefined {
  return row && presentUser(row);
}

/** What others may know of a row of users: no secret is in it. */
export function presentUser(row: Row): UserRow {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    email: row.email ?? undefined,
    isEmailVerified: row.is_email_verified,
    isAdministrator: row.is_administrator,
    isBlocked: row.is_blocked,
    hasPassword: row.password_hash !== null,
    hasSecondStep: row.second_step !== null,
    createdAt: row.created_at.getTime(),
    seenAt: milliseconds(row.seen_at),
  };
}
