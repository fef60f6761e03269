import { z } from 'zod';
import { onInstance, onNamespace, self } from './access.ts';
import { newInvitation, newToken, token, tokenBody } from './account-routes.ts';
import {
  email,
  label,
  namespaceName,
  namespaceParams,
  oneLine,
  pageAnswer,
  pageQuery,
  plan,
  role,
  search,
  time,
  uuid,
} from './common-schemas.ts';
import { NAMESPACE_USE_ROUTES } from './namespace-use-routes.ts';
import type { Area } from './route.ts';

const namespace = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['personal', 'organization']),
    displayName: z.string(),
    role: role
      .optional()
      .meta({ description: 'One’s own; absent: none, but something is to be seen' }),
  })
  .meta({ id: 'Namespace' });

const namespacePlan = z
  .strictObject({
    plan,
    plans: z.array(plan).meta({ description: 'Those that such a namespace can have' }),
    analysis: z
      .enum(['active', 'readable', 'none'])
      .meta({ description: '`readable`: after a downgrade, kept results are, for some time' }),
    resultsReadableUntil: time.optional(),
    plansWithAnalysis: z.array(plan),
    quotaBytes: z.int().optional().meta({ description: 'Of stored images; absent: no bound' }),
    usedBytes: z.int().optional(),
  })
  .meta({ id: 'NamespacePlan' });

const settings = z
  .strictObject({
    displayName: z.string(),
    activatesNewRepositories: z
      .boolean()
      .meta({ description: 'Repositories made from now on begin with analysis active' }),
  })
  .meta({ id: 'NamespaceSettings' });

const inNamespace = (more: Readonly<Record<string, z.ZodType>>): z.ZodObject =>
  z.strictObject({ namespace: namespaceName, ...more });

const NAMESPACES: Area['routes'] = [
  {
    id: 'listNamespaces',
    method: 'GET',
    path: '/namespaces',
    summary: 'Namespaces in which one has a role or a repository',
    access: self('account.read'),
    query: pageQuery({ search: search.optional() }),
    answer: { kind: 'json', status: 200, schema: pageAnswer('NamespacePage', namespace) },
  },
  {
    id: 'getNamespace',
    method: 'GET',
    path: '/namespaces/{namespace}',
    summary: 'A namespace',
    access: onNamespace('namespace.see'),
    params: namespaceParams,
    answer: { kind: 'json', status: 200, schema: namespace },
  },
  {
    id: 'getNamespaceSettings',
    method: 'GET',
    path: '/namespaces/{namespace}/settings',
    summary: 'Settings of a namespace',
    access: onNamespace('namespace.settings.read'),
    params: namespaceParams,
    answer: { kind: 'json', status: 200, schema: settings },
  },
  {
    id: 'updateNamespaceSettings',
    method: 'PATCH',
    path: '/namespaces/{namespace}/settings',
    summary: 'Change settings of a namespace',
    access: onNamespace('namespace.settings.write'),
    params: namespaceParams,
    body: z.strictObject({ displayName: oneLine.optional() }),
    answer: { kind: 'json', status: 200, schema: settings },
    errors: ['resource.changed'],
  },
  {
    id: 'deleteNamespace',
    method: 'DELETE',
    path: '/namespaces/{namespace}',
    summary: 'Delete an organization and all that is in it; its name is not given again',
    access: onNamespace('namespace.delete'),
    params: namespaceParams,
    answer: { kind: 'empty', status: 204 },
    errors: ['resource.conflict'],
  },
  {
    id: 'getPlan',
    method: 'GET',
    path: '/namespaces/{namespace}/plan',
    summary: 'The plan of a namespace, and what it includes',
    access: onNamespace('namespace.plan.read'),
    params: namespaceParams,
    answer: { kind: 'json', status: 200, schema: namespacePlan },
  },
  ...NAMESPACE_USE_ROUTES,
  {
    id: 'createOrganization',
    method: 'POST',
    path: '/organizations',
    summary: 'Make an organization, of which one is the owner',
    access: onInstance('organization.create'),
    body: z.strictObject({ name: namespaceName, displayName: oneLine.optional() }),
    answer: { kind: 'json', status: 201, schema: namespace },
    errors: ['resource.taken'],
  },
];

const member = z
  .strictObject({ name: z.string(), displayName: z.string(), role, since: time })
  .meta({ id: 'Member' });

const team = z
  .strictObject({ name: z.string(), description: z.string(), members: z.int() })
  .meta({ id: 'Team' });

const invitation = z
  .strictObject({
    id: uuid,
    email: z.string().optional(),
    role,
    invitedBy: z.string(),
    createdAt: time,
    expiresAt: time,
  })
  .meta({ id: 'Invitation' });

const user = z.string().min(1).max(64);

const MEMBERS: Area['routes'] = [
  {
    id: 'listMembers',
    method: 'GET',
    path: '/namespaces/{namespace}/members',
    summary: 'Members of an organization',
    access: onNamespace('organization.members.read'),
    params: namespaceParams,
    query: pageQuery({
      search: search.optional().meta({ description: 'In a name, whatever the case' }),
    }),
    answer: { kind: 'json', status: 200, schema: pageAnswer('MemberPage', member) },
  },
  {
    id: 'setMember',
    method: 'PUT',
    path: '/namespaces/{namespace}/members/{user}',
    summary: 'Change the role of a member',
    access: onNamespace('organization.members.write'),
    params: inNamespace({ user }),
    body: z.strictObject({ role }),
    answer: { kind: 'json', status: 200, schema: member },
    errors: ['resource.conflict'],
  },
  {
    id: 'removeMember',
    method: 'DELETE',
    path: '/namespaces/{namespace}/members/{user}',
    summary: 'Remove a member from an organization and its teams',
    access: onNamespace('organization.members.write'),
    params: inNamespace({ user }),
    answer: { kind: 'empty', status: 204 },
    errors: ['resource.conflict'],
  },
  {
    id: 'leaveOrganization',
    method: 'DELETE',
    path: '/namespaces/{namespace}/membership',
    summary: 'Leave an organization',
    access: onNamespace('organization.leave'),
    params: namespaceParams,
    answer: { kind: 'empty', status: 204 },
    errors: ['resource.conflict'],
  },
  {
    id: 'listInvitations',
    method: 'GET',
    path: '/namespaces/{namespace}/invitations',
    summary: 'Invitations that nobody took yet',
    access: onNamespace('organization.members.write'),
    params: namespaceParams,
    query: pageQuery(),
    answer: { kind: 'json', status: 200, schema: pageAnswer('InvitationPage', invitation) },
  },
  {
    id: 'inviteMember',
    method: 'POST',
    path: '/namespaces/{namespace}/invitations',
    summary: 'Invite somebody; the answer has the link to send',
    access: onNamespace('organization.members.write'),
    params: namespaceParams,
    body: z.strictObject({
      email: email.optional(),
      role,
      teams: z.array(label).max(50).optional(),
    }),
    answer: {
      kind: 'json',
      status: 201,
      hasSecret: true,
      schema: newInvitation,
    },
  },
  {
    id: 'withdrawInvitation',
    method: 'DELETE',
    path: '/namespaces/{namespace}/invitations/{id}',
    summary: 'Withdraw an invitation',
    access: onNamespace('organization.members.write'),
    params: inNamespace({ id: uuid }),
    answer: { kind: 'empty', status: 204 },
  },
];

const TEAMS: Area['routes'] = [
  {
    id: 'listTeams',
    method: 'GET',
    path: '/namespaces/{namespace}/teams',
    summary: 'Teams of an organization',
    access: onNamespace('organization.teams.read'),
    params: namespaceParams,
    query: pageQuery(),
    answer: { kind: 'json', status: 200, schema: pageAnswer('TeamPage', team) },
  },
  {
    id: 'createTeam',
    method: 'POST',
    path: '/namespaces/{namespace}/teams',
    summary: 'Make a team',
    access: onNamespace('organization.teams.write'),
    params: namespaceParams,
    body: z.strictObject({ name: label, description: oneLine.optional() }),
    answer: { kind: 'json', status: 201, schema: team },
    errors: ['resource.taken'],
  },
  {
    id: 'updateTeam',
    method: 'PATCH',
    path: '/namespaces/{namespace}/teams/{team}',
    summary: 'Rename a team, or describe it otherwise',
    access: onNamespace('organization.teams.write'),
    params: inNamespace({ team: label }),
    body: z.strictObject({ name: label.optional(), description: oneLine.optional() }),
    answer: { kind: 'json', status: 200, schema: team },
    errors: ['resource.taken'],
  },
  {
    id: 'deleteTeam',
    method: 'DELETE',
    path: '/namespaces/{namespace}/teams/{team}',
    summary: 'Delete a team; what it was granted ends',
    access: onNamespace('organization.teams.write'),
    params: inNamespace({ team: label }),
    answer: { kind: 'empty', status: 204 },
  },
  {
    id: 'listTeamMembers',
    method: 'GET',
    path: '/namespaces/{namespace}/teams/{team}/members',
    summary: 'Who is in a team',
    access: onNamespace('organization.teams.read'),
    params: inNamespace({ team: label }),
    query: pageQuery(),
    answer: {
      kind: 'json',
      status: 200,
      schema: pageAnswer(
        'TeamMemberPage',
        z.strictObject({ name: z.string() }).meta({ id: 'TeamMember' }),
      ),
    },
  },
  {
    id: 'addTeamMember',
    method: 'PUT',
    path: '/namespaces/{namespace}/teams/{team}/members/{user}',
    summary: 'Add a member of the organization to a team',
    access: onNamespace('organization.teams.write'),
    params: inNamespace({ team: label, user }),
    answer: { kind: 'empty', status: 204 },
  },
  {
    id: 'removeTeamMember',
    method: 'DELETE',
    path: '/namespaces/{namespace}/teams/{team}/members/{user}',
    summary: 'Take somebody out of a team',
    access: onNamespace('organization.teams.write'),
    params: inNamespace({ team: label, user }),
    answer: { kind: 'empty', status: 204 },
  },
];

const TOKENS: Area['routes'] = [
  {
    id: 'listOrganizationTokens',
    method: 'GET',
    path: '/namespaces/{namespace}/tokens',
    summary: 'Tokens of an organization, for programs',
    access: onNamespace('organization.tokens.read'),
    params: namespaceParams,
    query: pageQuery(),
    answer: { kind: 'json', status: 200, schema: pageAnswer('TokenPage', token) },
  },
  {
    id: 'createOrganizationToken',
    method: 'POST',
    path: '/namespaces/{namespace}/tokens',
    summary: 'Make a token of an organization',
    access: onNamespace('organization.tokens.write'),
    params: namespaceParams,
    body: tokenBody,
    answer: { kind: 'json', status: 201, schema: newToken, hasSecret: true },
    errors: ['resource.taken'],
  },
  {
    id: 'revokeOrganizationToken',
    method: 'DELETE',
    path: '/namespaces/{namespace}/tokens/{id}',
    summary: 'Revoke a token of an organization',
    access: onNamespace('organization.tokens.write'),
    params: inNamespace({ id: uuid }),
    answer: { kind: 'empty', status: 204 },
  },
];

export const NAMESPACE_AREA: Area = {
  name: 'namespaces',
  summary: 'Namespaces of people and organizations, their plans and settings',
  routes: NAMESPACES,
};

export const ORGANIZATION_AREA: Area = {
  name: 'organizations',
  summary: 'Members, teams, invitations and tokens of organizations',
  routes: [...MEMBERS, ...TEAMS, ...TOKENS],
};
