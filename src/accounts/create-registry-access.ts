import type { Result } from '../base/index.ts';
import { err, ok } from '../base/index.ts';
import { decide, subjectOf } from './access.ts';
import type { Actor } from './actor.ts';
import { holdsScope, SCOPES } from './actor.ts';
import { entryOf, undoable } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import { checkNamespaceName, checkRepositoryName } from './names.ts';
import type { Action } from './policy-table.ts';
import type { AccountRecords, FactRecords, NamespaceRow, RepositoryRow } from './ports.ts';
import { createRecent } from './recent.ts';
import type {
  Grant,
  RegistryAccess,
  RegistryAction,
  RegistryToken,
  RegistryTokenRequest,
} from './registry-access.ts';
import { makeRefreshToken, registryVisitor } from './registry-credentials.ts';
import type { AccessEntry } from './registry-scopes.ts';
import { asksForCatalog, formatScope, repositoryScopes } from './registry-scopes.ts';
import { signToken, TOKEN_SECONDS, verifyToken } from './registry-token.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { NamespaceFacts, RepositoryRef, Subject } from './subject.ts';
import { readerOf } from './visible.ts';
import type { AccountsWorld } from './world.ts';

/** Tokens verified last: a thousand clients at once, some ten megabytes at the most. */
const RECENT_TOKENS = 10_000;

export function createRegistryAccess(world: AccountsWorld, keys: SigningKeys): RegistryAccess {
  const recent = createRecent<Grant>(RECENT_TOKENS);
  return {
    registryToken: (request) => issue(world, keys, request),
    verifyRegistryToken: async (token) => {
      const known = recent.get(token, world.clock.now());
      if (known) return known;
      const verified = await verifyToken(world, keys, token);
      if (verified) recent.set(token, verified.grant, verified.expiresAt);
      return verified?.grant;
    },
    repositoryNamed: async (name) => {
      const row = await world.store.repositoryByName(name);
      return row && refOf(row);
    },
    repositoryForPush: (name, grant, request) => forPush(world, name, grant, request),
    visibleRepositories: async (actor, page) => {
      const isBlind = actor.kind !== 'anonymous' && !holdsScope(actor.scopes ?? SCOPES, 'pull');
      const isClosed = actor.kind === 'anonymous' && world.options.anonymous === 'none';
      return isClosed || isBlind ? [] : world.store.visibleRepositories(readerOf(actor), page);
    },
  };
}

async function issue(
  world: AccountsWorld,
  keys: SigningKeys,
  request: RegistryTokenRequest,
): Promise<Result<RegistryToken, AccountsFailure>> {
  if (request.service !== world.options.service) {
    return refuse('invalid', `this is the token service of '${world.options.service}', no other`);
  }
  const visitor = await registryVisitor(world, request);
  if (!visitor.ok) return err(visitor.error);
  const { actor } = visitor.value;
  const access: AccessEntry[] = [];
  for (const { name, actions } of repositoryScopes(request.scopes)) {
    const granted = await grantedActions(world, actor, name, actions);
    if (granted.length > 0) access.push({ type: 'repository', name, actions: granted });
  }
  if (asksForCatalog(request.scopes) && actor.kind !== 'anonymous') {
    access.push({ type: 'registry', name: 'catalog', actions: ['*'] });
  }
  const { token, issuedAt } = await signToken(world, keys, actor, access);
  const refreshToken = request.offline
    ? (visitor.value.refreshToken ??
      (await makeRefreshToken(world, visitor.value, request.clientId)))
    : undefined;
  return ok({
    token,
    issuedAt,
    expiresInSeconds: TOKEN_SECONDS,
    scope: formatScope(access),
    ...(refreshToken !== undefined && { refreshToken }),
  });
}

const ACTION: Readonly<Record<RegistryAction, Action>> = {
  pull: 'repository.pull',
  push: 'repository.push',
  delete: 'repository.content.delete',
};

async function grantedActions(
  world: AccountsWorld,
  actor: Actor,
  name: string,
  actions: readonly RegistryAction[],
): Promise<readonly RegistryAction[]> {
  const here = await subjectOf(world, actor, { kind: 'repository', name });
  const subject = here.kind === 'missing' ? await toBe(world, actor, name) : here;
  return actions.filter(
    (action) => decide(world.options, actor, ACTION[action], subject).kind === 'allowed',
  );
}

/** A repository that is not there yet, as it will be to an actor who may make it by pushing. */
async function toBe(
  world: AccountsWorld,
  actor: Actor,
  name: string,
  records: FactRecords = world.store,
): Promise<Subject> {
  const checked = checkRepositoryName(name);
  if (!checked.ok) return { kind: 'missing' };
  const target = { kind: 'namespace', name: checked.value.namespace } as const;
  const found = await subjectOf(world, actor, target, records);
  const subject = found.kind === 'missing' ? openToBe(world, target.name) : found;
  const decision = decide(world.options, actor, 'repository.create', subject);
  if (subject.kind !== 'namespace' || decision.kind !== 'allowed') return { kind: 'missing' };
  const { namespace, standing } = subject;
  const repository = {
    id: 0,
    name,
    namespaceId: namespace.id,
    visibility: 'private',
    isAnalysisActive: false,
    publishesResults: false,
  } as const;
  return { kind: 'repository', namespace, repository, standing };
}

/** Where anyone may push, a namespace is made on demand: this one would be. */
function openToBe(world: AccountsWorld, name: string): Subject {
  if (world.options.anonymous !== 'push' || !checkNamespaceName(name).ok) {
    return { kind: 'missing' };
  }
  return {
    kind: 'namespace',
    namespace: { id: 0, name, kind: 'organization', plan: 'free', entitlement: 'none' },
    hasPublic: false,
    standing: { role: 'editor' },
  };
}

async function forPush(
  world: AccountsWorld,
  name: string,
  grant: Grant,
  request: { readonly requestId: string; readonly address: string },
): Promise<Result<RepositoryRef, AccountsFailure>> {
  if (!grant.allows(name, 'push')) return refuse('not-found', `there is no repository '${name}'`);
  const known = await world.store.repositoryByName(name);
  if (known) return ok(refOf(known));
  return undoable(world, async (records) => {
    // The token tells what was allowed when it was made; making something new is asked again.
    const subject = await toBe(world, grant.actor, name, records);
    if (subject.kind !== 'repository')
      return refuse('not-found', `there is no repository '${name}'`);
    const namespace = await namespaceForPush(world, records, subject.namespace);
    if (!namespace.ok) return namespace;
    const { id: namespaceId, isOpen, activatesNew } = namespace.value;
    const { repository, isNew } = await records.addRepository({
      namespaceId,
      name,
      visibility: isOpen ? 'public' : world.options.pushedVisibility,
      description: '',
      isAnalysisActive: activatesNew && subject.namespace.entitlement === 'active',
      at: world.clock.now(),
    });
    if (isNew) {
      const deed = { deed: 'repository.create', object: name, namespaceId, result: 'done' };
      await records.addAudit(entryOf(world, { ...request, actor: grant.actor }, deed));
    }
    return ok(refOf(repository));
  });
}

/** The one that is there, or one that is made on demand where anyone may push. */
async function namespaceForPush(
  world: AccountsWorld,
  records: AccountRecords,
  { id, name }: NamespaceFacts,
): Promise<Result<NamespaceRow, AccountsFailure>> {
  const isToBe = id === 0;
  if (isToBe) {
    const plan = world.options.defaultPlans.organization;
    const at = world.clock.now();
    await records.addOrganization({ name, displayName: '', plan, isOpen: true, at });
  }
  const row = await records.namespaceByName(name);
  // Somebody's own may have come in between, or the name was given once.
  const isRight = row && (row.isOpen || !isToBe);
  return isRight ? ok(row) : refuse('name-taken', `the name '${name}' is not free`);
}

function refOf({ id, name, namespaceId, visibility }: RepositoryRow): RepositoryRef {
  return { id, name, namespaceId, visibility };
}
