import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { TeamRecords, TeamRow } from '../accounts/index.ts';
import { orTaken } from './accounts-values.ts';
import type { Schema } from './schema.ts';

export function createTeamRecords(db: Kysely<Schema>): TeamRecords {
  return { ...createTeams(db), ...createTeamMembers(db) };
}

type TeamMembersKeys = 'teamMembers' | 'addToTeam' | 'removeFromTeam';

function createTeams(db: Kysely<Schema>): Omit<TeamRecords, TeamMembersKeys> {
  const teamRows = () =>
    db
      .selectFrom('teams as t')
      .select(['t.id', 't.name', 't.description'])
      .select(
        sql<number>`(SELECT count(*) FROM team_members m WHERE m.team_id = t.id)`.as('members'),
      );
  return {
    teams: (namespaceId): Promise<readonly TeamRow[]> =>
      teamRows().where('t.namespace_id', '=', namespaceId).orderBy('t.name').execute(),
    teamByName: (namespaceId, name) =>
      teamRows()
        .where('t.namespace_id', '=', namespaceId)
        .where('t.name', '=', name)
        .executeTakeFirst(),
    addTeam: async (namespaceId, name, description) => {
      const row = await orTaken(
        db
          .insertInto('teams')
          .values({ namespace_id: namespaceId, name, description })
          .returning(['id', 'name', 'description'])
          .executeTakeFirstOrThrow(),
      );
      return row === 'taken' ? row : { ...row, members: 0 };
    },
    changeTeam: async (id, { name, description }) => {
      const set = {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
      };
      if (Object.keys(set).length === 0) return 'changed';
      const done = await orTaken(db.updateTable('teams').set(set).where('id', '=', id).execute());
      return done === 'taken' ? done : 'changed';
    },
    removeTeam: async (id) => {
      await db.deleteFrom('teams').where('id', '=', id).execute();
    },
  };
}

function createTeamMembers(db: Kysely<Schema>): Pick<TeamRecords, TeamMembersKeys> {
  return {
    teamMembers: async (id) => {
      const rows = await db
        .selectFrom('team_members as m')
        .innerJoin('users as u', 'u.id', 'm.user_id')
        .select(['u.id', 'u.name'])
        .where('m.team_id', '=', id)
        .orderBy('u.name')
        .execute();
      return rows.map((row) => ({ userId: row.id, name: row.name }));
    },
    addToTeam: async (id, userId) => {
      const { rows } = await sql`
        INSERT INTO team_members (team_id, namespace_id, user_id)
        SELECT t.id, m.namespace_id, m.user_id
        FROM teams t JOIN memberships m ON m.namespace_id = t.namespace_id
        WHERE t.id = ${id} AND m.user_id = ${userId}
        ON CONFLICT (team_id, user_id) DO UPDATE SET user_id = excluded.user_id
        RETURNING user_id`.execute(db);
      return rows.length > 0;
    },
    removeFromTeam: async (id, userId) => {
      const { numDeletedRows } = await db
        .deleteFrom('team_members')
        .where('team_id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
