import { requireAllowed, decide, subjectOf } from './access.ts';
import { holderOf } from './access-token.ts';
import { createAccount } from './account.ts';
import { createAudit } from './audit.ts';
import { createIdentityProviders } from './identity-providers.ts';
import type { Access, Accounts } from './interface.ts';
import { createInvitations } from './invitations.ts';
import { createNamespaces } from './namespaces.ts';
import { createOrganizations } from './organizations.ts';
import { createPeople } from './people.ts';
import { createRegistryAccess } from './create-registry-access.ts';
import { createRepositories } from './repositories.ts';
import { actorBySession, SESSION_IDLE } from './sessions.ts';
import { createSetUp } from './set-up.ts';
import { createSignIn } from './sign-in.ts';
import { createSigningKeys } from './signing-keys.ts';
import type { SigningKeys } from './signing-keys.ts';
import { createTeams } from './teams.ts';
import { createTokens } from './tokens.ts';
import type { AccountsWorld } from './world.ts';

export function createAccounts(world: AccountsWorld): Accounts {
  const keys = createSigningKeys(world);
  return {
    access: createAccess(world),
    registry: createRegistryAccess(world, keys),
    setUp: createSetUp(world),
    signIn: createSignIn(world),
    account: createAccount(world),
    people: createPeople(world),
    namespaces: createNamespaces(world),
    organizations: createOrganizations(world),
    teams: createTeams(world),
    invitations: createInvitations(world),
    repositories: createRepositories(world),
    tokens: createTokens(world),
    identity: createIdentityProviders(world),
    audit: createAudit(world),
    sweep: () => sweep(world, keys),
  };
}

function createAccess(world: AccountsWorld): Access {
  return {
    bySession: (token) => actorBySession(world, token),
    byToken: async (token) => (await holderOf(world, token, ['ddp', 'ddr']))?.actor,
    subject: (actor, target) => subjectOf(world, actor, target),
    decide: async (actor, action, target) =>
      decide(world.options, actor, action, await subjectOf(world, actor, target)),
    judge: (actor, action, subject) => decide(world.options, actor, action, subject),
    require: (actor, action, target) => requireAllowed(world, actor, action, target),
  };
}

async function sweep({ store, clock, log }: AccountsWorld, keys: SigningKeys): Promise<void> {
  const now = clock.now();
  const tokens = await store.removeExpiredTokens(now);
  const sessions = await store.removeExpiredSessions(now, now - SESSION_IDLE);
  await store.removeOldTries(now);
  await keys.sweep();
  log.info('accounts swept', { tokens, sessions });
}
