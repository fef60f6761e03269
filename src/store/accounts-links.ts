import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { InvitationRow, LinkRecords } from '../accounts/index.ts';
import { time } from './accounts-values.ts';
import type { Schema } from './schema.ts';

/** Any number that nobody else uses for a lock of this kind. */
const SET_UP_LOCK = 7_070_010;

export function createLinkRecords(db: Kysely<Schema>): LinkRecords {
  return { ...createSetUpLinks(db), ...createInvitations(db) };
}

type InvitationsKeys = 'addInvitation' | 'invitationByHash' | 'invitations' | 'removeInvitation';

function createSetUpLinks(db: Kysely<Schema>): Omit<LinkRecords, InvitationsKeys> {
  return {
    addSetUpLink: async (hash, expiresAt) => {
      const row = { hash, expires_at: time(expiresAt) };
      await db.insertInto('set_up_links').values(row).execute();
    },
    isSetUpLink: async (hash, at) => {
      const row = await db
        .selectFrom('set_up_links')
        .select('hash')
        .where('hash', '=', hash)
        .where('expires_at', '>', time(at))
        .executeTakeFirst();
      return row !== undefined;
    },
    takeSetUpLink: async (hash, at) => {
      await sql`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`.execute(db);
      const row = await db
        .deleteFrom('set_up_links')
        .where('hash', '=', hash)
        .where('expires_at', '>', time(at))
        .returning('hash')
        .executeTakeFirst();
      return row !== undefined;
    },
    removeSetUpLinks: async () => {
      await db.deleteFrom('set_up_links').execute();
    },
  };
}

function createInvitations(db: Kysely<Schema>): Pick<LinkRecords, InvitationsKeys> {
  const invitations = () =>
    db
      .selectFrom('invitations as i')
      .leftJoin('namespaces as n', 'n.id', 'i.namespace_id')
      .selectAll('i')
      .select('n.name as namespace_name');
  return {
    addInvitation: async (invitation) => {
      await db
        .insertInto('invitations')
        .values({
          id: invitation.id,
          hash: invitation.hash,
          namespace_id: invitation.namespaceId ?? null,
          email: invitation.email ?? null,
          role: invitation.role,
          team_ids: invitation.teamIds,
          invited_by: invitation.invitedBy,
          created_at: time(invitation.createdAt),
          expires_at: time(invitation.expiresAt),
        })
        .execute();
    },
    invitationByHash: async (hash) => {
      const row = await invitations().where('i.hash', '=', hash).executeTakeFirst();
      return row && invitationRow(row);
    },
    invitations: async (namespaceId) => {
      const rows = await invitations()
        .where('i.namespace_id', 'is not distinct from', namespaceId ?? null)
        .orderBy('i.created_at', 'desc')
        .execute();
      return rows.map(invitationRow);
    },
    removeInvitation: async (id) => {
      const { numDeletedRows } = await db
        .deleteFrom('invitations')
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function invitationRow(row: {
  readonly id: string;
  readonly namespace_id: number | null;
  readonly namespace_name: string | null;
  readonly email: string | null;
  readonly role: InvitationRow['role'];
  readonly team_ids: readonly string[];
  readonly invited_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
}): InvitationRow {
  return {
    id: row.id,
    namespaceId: row.namespace_id ?? undefined,
    namespaceName: row.namespace_name ?? undefined,
    email: row.email ?? undefined,
    role: row.role,
    teamIds: row.team_ids.map(Number),
    invitedBy: row.invited_by,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
  };
}
