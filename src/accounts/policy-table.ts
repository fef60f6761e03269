import type { Scope } from './actor.ts';

/** Whom a policy names. Roles and permissions mean: at least this one. */
export type Who =
  | 'anyone'
  | 'anyone-if-public'
  /** Of a public repository whose owner publishes its results. */
  | 'anyone-if-published'
  | 'signed-in'
  | 'self'
  | 'member'
  | 'editor'
  | 'owner'
  | 'read'
  | 'write'
  | 'admin'
  | 'administrator';

export interface Policy {
  /** In words, for docs/reference/permissions.md. */
  readonly does: string;
  /** Any one of them is enough. */
  readonly who: readonly Who[];
  /** What a token needs besides its person's right. `session`: no token will do. `any`: each does. */
  readonly scope: Scope | 'session' | 'any';
  /** `analysis`: a plan with it. `results`: that, or the time after a downgrade. */
  readonly plan: 'any' | 'analysis' | 'results';
}

export type InstanceAction =
  | 'instance.see'
  | 'vulnerabilities.read'
  | 'fleet.read'
  | 'organization.create'
  | 'instance.users.read'
  | 'instance.users.write'
  | 'instance.namespaces.read'
  | 'instance.plans.write'
  | 'instance.quotas.write'
  | 'instance.identity.read'
  | 'instance.identity.write'
  | 'instance.feeds.read'
  | 'instance.feeds.write'
  | 'instance.bases.read'
  | 'instance.bases.write'
  | 'instance.queue.read'
  | 'instance.queue.write'
  | 'instance.storage.read'
  | 'instance.storage.write'
  | 'instance.health.read'
  | 'instance.audit.read';

export type AccountAction =
  | 'account.read'
  | 'account.write'
  | 'account.security.write'
  | 'account.sessions.read'
  | 'account.sessions.write'
  | 'account.tokens.read'
  | 'account.tokens.write'
  | 'account.delete';

export type NamespaceAction =
  | 'namespace.see'
  | 'namespace.plan.read'
  | 'namespace.settings.read'
  | 'namespace.settings.write'
  | 'namespace.audit.read'
  | 'namespace.delete'
  | 'namespace.results.read'
  | 'namespace.activate'
  | 'namespace.deactivate'
  | 'namespace.exceptions.write'
  | 'repository.create'
  | 'organization.members.read'
  | 'organization.members.write'
  | 'organization.leave'
  | 'organization.teams.read'
  | 'organization.teams.write'
  | 'organization.tokens.read'
  | 'organization.tokens.write';

export type RepositoryAction =
  | 'repository.see'
  | 'repository.pull'
  | 'repository.push'
  | 'repository.content.delete'
  | 'repository.tags.read'
  | 'repository.results.read'
  | 'repository.results.run'
  | 'repository.results.import'
  | 'repository.activate'
  | 'repository.deactivate'
  | 'repository.exceptions.write'
  | 'repository.settings.read'
  | 'repository.settings.write'
  | 'repository.grants.read'
  | 'repository.grants.write'
  | 'repository.delete';

export type Action = InstanceAction | AccountAction | NamespaceAction | RepositoryAction;

/** Who may what, all of it. */
export const POLICIES: Readonly<Record<Action, Policy>> = {
  // the instance
  'instance.see': open('see the name, version and sign-in choices of the instance', 'anyone'),
  'vulnerabilities.read': open('read the vulnerability database', 'anyone'),
  'fleet.read': rule(
    'search packages and vulnerabilities across the images whose results one may see',
    ['signed-in'],
    'read-results',
  ),
  'organization.create': rule('create an organization', ['signed-in'], 'admin'),
  'instance.users.read': rule('list people', ['administrator'], 'admin'),
  'instance.users.write': rule(
    'invite, block and remove people; make administrators',
    ['administrator'],
    'admin',
  ),
  'instance.namespaces.read': rule(
    'list namespaces with their plans, not what is in them',
    ['administrator'],
    'admin',
  ),
  'instance.plans.write': rule('set the plan of a namespace', ['administrator'], 'admin'),
  'instance.quotas.write': rule('set the quota of a namespace', ['administrator'], 'admin'),
  'instance.identity.read': rule('see identity providers', ['administrator'], 'admin'),
  'instance.identity.write': rule('change identity providers', ['administrator'], 'session'),
  'instance.feeds.read': rule('see advisory feeds and snapshots', ['administrator'], 'admin'),
  'instance.feeds.write': rule('update and switch snapshots', ['administrator'], 'admin'),
  'instance.bases.read': rule('list public base images', ['administrator'], 'admin'),
  'instance.bases.write': rule('import and remove public base images', ['administrator'], 'admin'),
  'instance.queue.read': rule('see the queue of analyses', ['administrator'], 'admin'),
  'instance.queue.write': rule('retry and cancel queued work', ['administrator'], 'admin'),
  'instance.storage.read': rule('see storage and its clearing', ['administrator'], 'admin'),
  'instance.storage.write': rule('clear storage of what is not used', ['administrator'], 'admin'),
  'instance.health.read': rule('see health and metrics', ['administrator'], 'admin'),
  'instance.audit.read': rule('read the audit log of the instance', ['administrator'], 'admin'),

  // one's own account
  'account.read': rule('see one’s own profile', ['self'], 'any'),
  'account.write': rule('change one’s own profile', ['self'], 'admin'),
  'account.security.write': rule(
    'change the password, the second step and linked identities',
    ['self'],
    'session',
  ),
  'account.sessions.read': rule('list one’s sessions', ['self'], 'session'),
  'account.sessions.write': rule('end one’s sessions', ['self'], 'session'),
  'account.tokens.read': rule('list one’s tokens', ['self'], 'admin'),
  'account.tokens.write': rule('make and revoke one’s tokens', ['self'], 'admin'),
  'account.delete': rule('delete one’s account', ['self'], 'session'),

  // a namespace
  'namespace.see': rule(
    'see that it is there, and what of it one may see',
    ['member', 'read', 'anyone-if-public'],
    'any',
  ),
  'namespace.plan.read': rule('see its plan', ['member'], 'any'),
  'namespace.settings.read': rule('see its settings', ['editor'], 'admin'),
  'namespace.settings.write': rule('change its settings', ['owner'], 'admin'),
  'namespace.audit.read': rule('read its audit log', ['owner'], 'admin'),
  'namespace.delete': rule('delete it', ['owner'], 'session'),
  'namespace.results.read': rule(
    'see its dashboard, over the repositories that one may read',
    ['member', 'read'],
    'read-results',
    'results',
  ),
  'namespace.activate': rule(
    'activate analysis for many repositories, or for new ones',
    ['editor'],
    'admin',
    'analysis',
  ),
  'namespace.deactivate': rule('deactivate analysis for many repositories', ['editor'], 'admin'),
  'namespace.exceptions.write': rule('make exceptions for all of it', ['editor'], 'admin'),
  'repository.create': rule('create a repository, also by pushing', ['editor'], 'push'),
  'organization.members.read': rule('list members', ['member'], 'admin'),
  'organization.members.write': rule('invite and remove members, change roles', ['owner'], 'admin'),
  'organization.leave': rule('leave it', ['member'], 'session'),
  'organization.teams.read': rule('list teams', ['member'], 'admin'),
  'organization.teams.write': rule('make, change and delete teams', ['owner'], 'admin'),
  'organization.tokens.read': rule('list its tokens', ['owner'], 'admin'),
  'organization.tokens.write': rule('make and revoke its tokens', ['owner'], 'admin'),

  // a repository
  'repository.see': rule('see that it is there', ['read', 'anyone-if-public'], 'any'),
  'repository.pull': rule('pull', ['read', 'anyone-if-public'], 'pull'),
  'repository.push': rule('push, which starts an analysis once active', ['write'], 'push'),
  'repository.content.delete': rule('delete tags, manifests and blobs', ['admin'], 'admin'),
  'repository.tags.read': rule(
    'see tags, digests, sizes and the history of tags',
    ['read', 'anyone-if-public'],
    'any',
  ),
  'repository.results.read': rule(
    'see summary and details of analyses',
    ['read', 'anyone-if-published'],
    'read-results',
    'results',
  ),
  'repository.results.run': rule('re-run and cancel analyses', ['write'], 'push', 'analysis'),
  'repository.results.import': rule('bring an SBOM made elsewhere', ['write'], 'push', 'analysis'),
  'repository.activate': rule('activate analysis', ['admin'], 'admin', 'analysis'),
  'repository.deactivate': rule('deactivate analysis', ['admin'], 'admin'),
  'repository.exceptions.write': rule('make exceptions', ['admin'], 'admin'),
  'repository.settings.read': rule('see its settings', ['admin'], 'admin'),
  'repository.settings.write': rule(
    'change visibility, description, immutable tags and retention; publish results',
    ['admin'],
    'admin',
  ),
  'repository.grants.read': rule('list teams or collaborators', ['admin'], 'admin'),
  'repository.grants.write': rule('add and remove teams or collaborators', ['admin'], 'admin'),
  'repository.delete': rule('delete it', ['admin'], 'admin'),
};

export const ACTIONS: readonly Action[] = keysOf(POLICIES);

function rule(
  does: string,
  who: readonly Who[],
  scope: Policy['scope'],
  plan: Policy['plan'] = 'any',
): Policy {
  return { does, who, scope, plan };
}

function open(does: string, who: Who): Policy {
  return { does, who: [who], scope: 'any', plan: 'any' };
}

function keysOf(policies: Readonly<Record<Action, Policy>>): readonly Action[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a record's own keys are its keys
  return Object.keys(policies) as Action[];
}
