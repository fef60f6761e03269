import type { Actor, InvitationRow, MemberRow, TeamRow } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Invitation, Member, Team } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import { deedContext } from '../request-context.ts';
import { invitationOf } from './account.ts';
import { timeText, tokenOf } from './present.ts';

type MemberIds =
  | 'listMembers'
  | 'setMember'
  | 'removeMember'
  | 'leaveOrganization'
  | 'listInvitations'
  | 'inviteMember'
  | 'withdrawInvitation';

type TeamIds =
  | 'listTeams'
  | 'createTeam'
  | 'updateTeam'
  | 'deleteTeam'
  | 'listTeamMembers'
  | 'addTeamMember'
  | 'removeTeamMember';

type TokenIds = 'listOrganizationTokens' | 'createOrganizationToken' | 'revokeOrganizationToken';

const DAY = 24 * 60 * 60 * 1000;

export function organizationHandlers(
  options: ApiOptions,
): Handlers<MemberIds | TeamIds | TokenIds> {
  return { ...memberHandlers(options), ...teamHandlers(options), ...tokenHandlers(options) };
}

function memberHandlers({
  accounts: { organizations, invitations },
}: ApiOptions): Handlers<MemberIds> {
  return {
    listMembers: async ({ namespace, search = '', limit = PER_PAGE, after }, { actor }) => {
      const text = search.toLowerCase();
      const members = valueOf(await organizations.members(actor, namespace)).map(memberOf);
      const rows = members.filter(({ name, displayName }) =>
        [name, displayName].some((words) => words.toLowerCase().includes(text)),
      );
      return pageOfAll(rows, { list: 'members', limit, after }, ({ name }) => name);
    },
    setMember: async ({ namespace, user, body: { role } }, context) => {
      valueOf(await organizations.setRole(deedContext(context), namespace, user, role));
      const rows = valueOf(await organizations.members(context.actor, namespace));
      const row = rows.find(({ name }) => name === user);
      if (!row) throw new ProblemError('resource.missing');
      return memberOf(row);
    },
    removeMember: async ({ namespace, user }, context) => {
      valueOf(await organizations.removeMember(deedContext(context), namespace, user));
      return undefined;
    },
    leaveOrganization: async ({ namespace }, context) => {
      valueOf(await organizations.leave(deedContext(context), namespace));
      return undefined;
    },
    listInvitations: async ({ namespace, limit = PER_PAGE, after }, { actor }) => {
      const rows = valueOf(await invitations.list(actor, namespace)).map(openInvitationOf);
      return pageOfAll(rows, { list: 'invitations', limit, after }, ({ id }) => id);
    },
    inviteMember: async ({ namespace, body }, context) =>
      invitationOf(valueOf(await invitations.invite(deedContext(context), namespace, body))),
    withdrawInvitation: async ({ namespace, id }, context) => {
      valueOf(await invitations.withdraw(deedContext(context), id, namespace));
      return undefined;
    },
  };
}

function memberOf({ name, displayName, role, since }: MemberRow): Member {
  return { name, displayName, role, since: timeText(since) };
}

function openInvitationOf(row: InvitationRow): Invitation {
  return {
    id: row.id,
    ...(row.email !== undefined && { email: row.email }),
    role: row.role,
    invitedBy: row.invitedBy,
    createdAt: timeText(row.createdAt),
    expiresAt: timeText(row.expiresAt),
  };
}

function teamHandlers({ accounts: { teams } }: ApiOptions): Handlers<TeamIds> {
  const teamNamed = async (actor: Actor, namespace: string, name: string): Promise<Team> => {
    const row = valueOf(await teams.list(actor, namespace)).find((one) => one.name === name);
    if (!row) throw new ProblemError('resource.missing');
    return teamOf(row);
  };
  return {
    listTeams: async ({ namespace, limit = PER_PAGE, after }, { actor }) => {
      const rows = valueOf(await teams.list(actor, namespace)).map(teamOf);
      return pageOfAll(rows, { list: 'teams', limit, after }, ({ name }) => name);
    },
    createTeam: async ({ namespace, body }, context) =>
      teamOf(valueOf(await teams.create(deedContext(context), namespace, body))),
    updateTeam: async ({ namespace, team, body }, context) => {
      valueOf(await teams.change(deedContext(context), namespace, team, body));
      return teamNamed(context.actor, namespace, body.name ?? team);
    },
    deleteTeam: async ({ namespace, team }, context) => {
      valueOf(await teams.remove(deedContext(context), namespace, team));
      return undefined;
    },
    listTeamMembers: async ({ namespace, team, limit = PER_PAGE, after }, { actor }) => {
      const rows = valueOf(await teams.members(actor, namespace, team));
      const names = rows.map(({ name }) => ({ name }));
      return pageOfAll(names, { list: 'team-members', limit, after }, ({ name }) => name);
    },
    addTeamMember: async ({ namespace, team, user }, context) => {
      valueOf(await teams.add(deedContext(context), namespace, team, user));
      return undefined;
    },
    removeTeamMember: async ({ namespace, team, user }, context) => {
      valueOf(await teams.take(deedContext(context), namespace, team, user));
      return undefined;
    },
  };
}

function teamOf({ name, description, members }: TeamRow): Team {
  return { name, description, members };
}

function tokenHandlers({ accounts: { tokens }, clock }: ApiOptions): Handlers<TokenIds> {
  return {
    listOrganizationTokens: async ({ namespace, limit = PER_PAGE, after }, { actor }) => {
      const rows = valueOf(await tokens.ofOrganization(actor, namespace)).map(tokenOf);
      return pageOfAll(rows, { list: 'organization-tokens', limit, after }, ({ id }) => id);
    },
    createOrganizationToken: async ({ namespace, body }, context) => {
      const { name, scopes, expiresInDays: days } = body;
      const made = await tokens.makeForOrganization(deedContext(context), namespace, {
        name,
        scopes,
        ...(days !== undefined && { expiresAt: clock.now() + days * DAY }),
      });
      const { row, secret } = valueOf(made);
      return { token: tokenOf(row), secret };
    },
    revokeOrganizationToken: async ({ namespace, id }, context) => {
      valueOf(await tokens.revokeOfOrganization(deedContext(context), namespace, id));
      return undefined;
    },
  };
}
