import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { GroupMapping, IdentityProvider, IdentityRecords } from '../accounts/index.ts';
import type { AccountsTables } from './accounts-tables.ts';
import { presentUser } from './accounts-users.ts';
import { time } from './accounts-values.ts';
import type { Schema } from './schema.ts';

export function createIdentityRecords(db: Kysely<Schema>): IdentityRecords {
  return { ...createProviders(db), ...createIdentities(db) };
}

type Providers =
  | 'providers'
  | 'providerByName'
  | 'putProvider'
  | 'removeProvider'
  | 'groupMappings'
  | 'setGroupMappings';

function createProviders(db: Kysely<Schema>): Pick<IdentityRecords, Providers> {
  return {
    providers: async () => {
      const rows = await db.selectFrom('identity_providers').selectAll().orderBy('name').execute();
      return rows.map(provider);
    },
    providerByName: async (name) => {
      const row = await db
        .selectFrom('identity_providers')
        .selectAll()
        .where('name', '=', name)
        .executeTakeFirst();
      return row && provider(row);
    },
    putProvider: (wanted) => putProvider(db, wanted),
    removeProvider: async (id) => {
      await db.deleteFrom('identity_providers').where('id', '=', id).execute();
    },
    groupMappings: async (providerId) => {
      const rows = await db
        .selectFrom('identity_groups')
        .selectAll()
        .where('provider_id', '=', providerId)
        .orderBy('group_name')
        .execute();
      return rows.map(({ group_name, namespace_id, role, team_id }) => ({
        group: group_name,
        namespaceId: namespace_id,
        role,
        teamId: team_id ?? undefined,
      }));
    },
    setGroupMappings: async (providerId, mappings) => {
      await db.deleteFrom('identity_groups').where('provider_id', '=', providerId).execute();
      if (mappings.length === 0) return;
      const rows = mappings.map(({ group, namespaceId, role, teamId }) => ({
        provider_id: providerId,
        group_name: group,
        namespace_id: namespaceId,
        role,
        team_id: teamId ?? null,
      }));
      await db.insertInto('identity_groups').values(rows).execute();
    },
  };
}

async function putProvider(
  db: Kysely<Schema>,
  wanted: Omit<IdentityProvider, 'id'>,
): Promise<IdentityProvider> {
  const values = {
    display_name: wanted.displayName,
    issuer: wanted.issuer,
    client_id: wanted.clientId,
    client_secret: Buffer.from(wanted.clientSecret),
    scopes: wanted.scopes,
    groups_claim: wanted.groupsClaim,
    makes_users: wanted.makesUsers,
  };
  const row = await db
    .insertInto('identity_providers')
    .values({ name: wanted.name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
  return provider(row);
}

function createIdentities(db: Kysely<Schema>): Omit<IdentityRecords, Providers> {
  return {
    userByIdentity: async (providerId, subject) => {
      const row = await db
        .selectFrom('users as u')
        .innerJoin('identities as i', 'i.user_id', 'u.id')
        .selectAll('u')
        .where('i.provider_id', '=', providerId)
        .where('i.subject', '=', subject)
        .executeTakeFirst();
      return row && presentUser(row);
    },
    linkIdentity: async (providerId, subject, userId, at) => {
      await db
        .insertInto('identities')
        .values({ provider_id: providerId, subject, user_id: userId, since: time(at) })
        .execute();
    },
    identitiesOf: async (userId) => {
      const rows = await db
        .selectFrom('identities as i')
        .innerJoin('identity_providers as p', 'p.id', 'i.provider_id')
        .select(['p.name', 'i.since'])
        .where('i.user_id', '=', userId)
        .orderBy('p.name')
        .execute();
      return rows.map(({ name, since }) => ({ providerName: name, since: since.getTime() }));
    },
    unlinkIdentity: async (userId, providerName) => {
      const { rows } = await sql`
        DELETE FROM identities i USING identity_providers p
        WHERE p.id = i.provider_id AND p.name = ${providerName} AND i.user_id = ${userId}
        RETURNING i.user_id`.execute(db);
      return rows.length > 0;
    },
    applyGroups: (providerId, userId, mappings, at) =>
      applyGroups(db, providerId, userId, mappings, at),
  };
}

const RANK = { member: 1, editor: 2, owner: 3 } as const;

async function applyGroups(
  db: Kysely<Schema>,
  providerId: number,
  userId: number,
  mappings: readonly GroupMapping[],
  at: number,
): Promise<void> {
  const roles = new Map<number, GroupMapping['role']>();
  for (const { namespaceId, role } of mappings) {
    const known = roles.get(namespaceId);
    if (!known || RANK[role] > RANK[known]) roles.set(namespaceId, role);
  }
  const teams = mappings.flatMap(({ teamId }) => (teamId === undefined ? [] : [teamId]));
  const given = { provider: providerId, person: userId };
  await takeBack(db, given, [...roles.keys()], teams);
  for (const [namespaceId, role] of roles) await giveRole(db, given, namespaceId, role, at);
  for (const teamId of teams) await giveTeam(db, given, teamId);
}

interface Given {
  readonly provider: number;
  readonly person: number;
}

/** What the provider gave before and gives no more; what somebody gave by hand stays. */
async function takeBack(
  db: Kysely<Schema>,
  { provider, person }: Given,
  namespaces: readonly number[],
  teams: readonly number[],
): Promise<void> {
  await sql`
    DELETE FROM team_members m USING identity_team_members g
    WHERE g.provider_id = ${provider} AND g.user_id = ${person} AND m.team_id = g.team_id
      AND m.user_id = g.user_id AND g.team_id <> ALL (${teams}::bigint[])`.execute(db);
  await sql`
    DELETE FROM memberships m USING identity_memberships g
    WHERE g.provider_id = ${provider} AND g.user_id = ${person}
      AND m.namespace_id = g.namespace_id AND m.user_id = g.user_id
      AND g.namespace_id <> ALL (${namespaces}::bigint[])`.execute(db);
}

/** A role that somebody gave by hand is left as it is. */
async function giveRole(
  db: Kysely<Schema>,
  { provider, person }: Given,
  namespaceId: number,
  role: GroupMapping['role'],
  at: number,
): Promise<void> {
  const { rows } = await sql`
    INSERT INTO memberships AS m (namespace_id, user_id, role, since)
    VALUES (${namespaceId}, ${person}, ${role}, ${time(at)})
    ON CONFLICT (namespace_id, user_id) DO UPDATE SET role = excluded.role
    WHERE EXISTS (SELECT FROM identity_memberships g WHERE g.provider_id = ${provider}
      AND g.namespace_id = m.namespace_id AND g.user_id = m.user_id)
    RETURNING m.user_id`.execute(db);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO identity_memberships (provider_id, namespace_id, user_id)
    VALUES (${provider}, ${namespaceId}, ${person}) ON CONFLICT DO NOTHING`.execute(db);
}

async function giveTeam(
  db: Kysely<Schema>,
  { provider, person }: Given,
  teamId: number,
): Promise<void> {
  const { rows } = await sql`
    INSERT INTO team_members (team_id, namespace_id, user_id)
    SELECT t.id, m.namespace_id, m.user_id
    FROM teams t JOIN memberships m ON m.namespace_id = t.namespace_id
    WHERE t.id = ${teamId} AND m.user_id = ${person}
    ON CONFLICT DO NOTHING RETURNING user_id`.execute(db);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO identity_team_members (provider_id, team_id, user_id)
    VALUES (${provider}, ${teamId}, ${person}) ON CONFLICT DO NOTHING`.execute(db);
}

function provider(row: Selectable<AccountsTables['identity_providers']>): IdentityProvider {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret: row.client_secret,
    scopes: row.scopes,
    groupsClaim: row.groups_claim,
    makesUsers: row.makes_users,
  };
}
