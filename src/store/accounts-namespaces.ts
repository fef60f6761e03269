import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type {
  MemberRecords,
  NamespaceChange,
  NamespaceRecords,
  NamespaceRow,
  Role,
} from '../accounts/index.ts';
import type { AccountsTables } from './accounts-tables.ts';
import { planStateOf, time } from './accounts-values.ts';
import type { Schema } from './schema.ts';

type Row = Selectable<AccountsTables['namespaces']>;

/**
 * Keeps others from taking or retiring the name until the transaction ends. False when it was given
 * once. Outside of a transaction the unique index still decides.
 */
export async function lockName(db: Kysely<Schema>, name: string): Promise<boolean> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('name ' || ${name}, 0))`.execute(db);
  const { rows } = await sql`
    SELECT FROM retired_names WHERE name = ${name}
    UNION ALL SELECT FROM namespaces WHERE name = ${name}`.execute(db);
  return rows.length === 0;
}

/** The name is nobody's any more, and never will be. */
export async function retireName(db: Kysely<Schema>, name: string, at: number): Promise<void> {
  await sql`INSERT INTO retired_names (name, retired_at) VALUES (${name}, ${time(at)})
    ON CONFLICT DO NOTHING`.execute(db);
}

export function createNamespaceRecords(db: Kysely<Schema>): Omit<NamespaceRecords, 'namespaceUse'> {
  const one = async (column: 'id' | 'name', value: number | string) => {
    const row = await db
      .selectFrom('namespaces')
      .selectAll()
      .where(column, '=', value)
      .executeTakeFirst();
    return row && presentNamespace(row);
  };
  return {
    addOrganization: async ({ name, displayName, plan, isOpen, at }) => {
      if (!(await lockName(db, name))) return 'taken';
      const row = await db
        .insertInto('namespaces')
        .values({
          name,
          kind: 'organization',
          owner_id: null,
          display_name: displayName,
          plan,
          is_open: isOpen,
          results_readable_until: null,
          quota_bytes: null,
          created_at: time(at),
        })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returningAll()
        .executeTakeFirst();
      return row ? presentNamespace(row) : 'taken';
    },
    namespaceByName: (name) => one('name', name),
    namespaceById: (id) => one('id', id),
    namespacesOf: (member, limit) => namespacesOf(db, member, limit),
    changeNamespace: async (id, change) => {
      const set = columnsOf(change);
      if (Object.keys(set).length === 0) return;
      await db.updateTable('namespaces').set(set).where('id', '=', id).execute();
    },
    removeNamespace: async (id, at) => {
      const row = await one('id', id);
      if (!row) return;
      await lockName(db, row.name);
      await retireName(db, row.name, at);
      await db.deleteFrom('namespaces').where('id', '=', id).execute();
    },
  };
}

function columnsOf({ displayName, activatesNew, planState, quotaBytes }: NamespaceChange) {
  const until = planState?.resultsReadableUntil;
  return {
    ...(displayName !== undefined && { display_name: displayName }),
    ...(activatesNew !== undefined && { activates_new: activatesNew }),
    ...(quotaBytes !== undefined && { quota_bytes: quotaBytes }),
    ...(planState && {
      plan: planState.plan,
      results_readable_until: until === undefined ? null : time(until),
    }),
  };
}

async function namespacesOf(
  db: Kysely<Schema>,
  person: number,
  limit: number,
): Promise<readonly (NamespaceRow & { readonly role: Role | undefined })[]> {
  const rows = await db
    .selectFrom('namespaces as n')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.namespace_id', '=', 'n.id').on('m.user_id', '=', person),
    )
    .selectAll('n')
    .select('m.role')
    .where(
      sql<boolean>`(n.owner_id = ${person} OR m.role IS NOT NULL OR EXISTS (
        SELECT FROM repository_grants g JOIN repositories r ON r.id = g.repository_id
        WHERE r.namespace_id = n.id AND g.user_id = ${person}))`,
    )
    .orderBy('n.name')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...presentNamespace(row),
    role: row.owner_id === person ? 'owner' : (row.role ?? undefined),
  }));
}

export function presentNamespace(row: Row): NamespaceRow {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    displayName: row.display_name,
    planState: planStateOf(row),
    isOpen: row.is_open,
    activatesNew: row.activates_new,
    quotaBytes: row.quota_bytes ?? undefined,
    createdAt: row.created_at.getTime(),
  };
}

export function createMemberRecords(db: Kysely<Schema>): MemberRecords {
  return { ...createMembers(db), ...createOwners(db) };
}

type OwnersKeys = 'lockOwners' | 'roleOf' | 'soleOwnerships';

function createMembers(db: Kysely<Schema>): Omit<MemberRecords, OwnersKeys> {
  return {
    members: async (namespaceId) => {
      const rows = await db
        .selectFrom('memberships as m')
        .innerJoin('users as u', 'u.id', 'm.user_id')
        .select(['u.id', 'u.name', 'u.display_name', 'm.role', 'm.since'])
        .where('m.namespace_id', '=', namespaceId)
        .orderBy('u.name')
        .execute();
      return rows.map(({ id, name, display_name, role, since }) => ({
        userId: id,
        name,
        displayName: display_name,
        role,
        since: since.getTime(),
      }));
    },
    setMember: async (namespaceId, userId, role, at) => {
      await db
        .insertInto('memberships')
        .values({ namespace_id: namespaceId, user_id: userId, role, since: time(at) })
        .onConflict((conflict) =>
          conflict.columns(['namespace_id', 'user_id']).doUpdateSet({ role }),
        )
        .execute();
    },
    removeMember: async (namespaceId, userId) => {
      const { numDeletedRows } = await db
        .deleteFrom('memberships')
        .where('namespace_id', '=', namespaceId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function createOwners(db: Kysely<Schema>): Pick<MemberRecords, OwnersKeys> {
  return {
    lockOwners: async (namespaceId) => {
      const rows = await db
        .selectFrom('memberships')
        .select('user_id')
        .where('namespace_id', '=', namespaceId)
        .where('role', '=', 'owner')
        .orderBy('user_id')
        .forUpdate()
        .execute();
      return rows.map(({ user_id }) => user_id);
    },
    roleOf: async (namespaceId, userId) => {
      const row = await db
        .selectFrom('memberships')
        .select('role')
        .where('namespace_id', '=', namespaceId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row?.role;
    },
    soleOwnerships: async (userId) => {
      const { rows } = await sql<{ readonly name: string }>`
        SELECT n.name FROM memberships m JOIN namespaces n ON n.id = m.namespace_id
        WHERE m.user_id = ${userId} AND m.role = 'owner' AND NOT EXISTS (
          SELECT FROM memberships o WHERE o.namespace_id = n.id AND o.role = 'owner'
          AND o.user_id <> ${userId}) ORDER BY n.name`.execute(db);
      return rows.map(({ name }) => name);
    },
  };
}
