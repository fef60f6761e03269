import assert from 'node:assert/strict';
import type {
  Actor,
  Grant,
  RegistryAction,
  RegistryToken,
  RegistryTokenRequest,
} from '../accounts/index.ts';
import { parseScopes } from '../accounts/index.ts';
import type { TestAccounts } from './accounts-world.contract.ts';
import {
  addPerson,
  as,
  done,
  ORIGIN,
  PASSWORD,
  setUp,
  withAccounts,
} from './accounts-world.contract.ts';

export type Ask = Partial<Omit<RegistryTokenRequest, 'scopes'>> & {
  readonly scope?: string | readonly string[];
};

export function request({ scope = [], ...rest }: Ask): RegistryTokenRequest {
  return {
    scopes: parseScopes(typeof scope === 'string' ? [scope] : scope),
    service: 'drydock.test',
    offline: false,
    address: ORIGIN.address,
    requestId: ORIGIN.requestId,
    ...rest,
  };
}

/** As `docker login` has it. */
export function basic(
  name: string,
  password: string = PASSWORD,
): Pick<Required<RegistryTokenRequest>, 'credentials'> {
  return { credentials: { kind: 'basic', name, password } };
}

export async function tokenFor({ accounts }: TestAccounts, ask: Ask): Promise<RegistryToken> {
  return done(await accounts.registry.registryToken(request(ask)));
}

/** `pull,push` of what a token allows on a repository. */
export async function allowed(world: TestAccounts, name: string, ask: Ask): Promise<string> {
  const { token } = await tokenFor(world, ask);
  const grant = await world.accounts.registry.verifyRegistryToken(token);
  assert.ok(grant);
  const actions: readonly RegistryAction[] = ['pull', 'push', 'delete'];
  return actions.filter((action) => grant.allows(name, action)).join(',');
}

interface Populated {
  readonly world: TestAccounts;
  readonly alice: Actor;
  readonly bob: Actor;
  readonly carol: Actor;
}

/** alice: administrator with private and public repositories; acme: bob may write app, carol read it. */
export async function populated(t: Parameters<typeof withAccounts>[0]): Promise<Populated> {
  const world = await withAccounts(t);
  const { accounts } = world;
  const alice = (await setUp(world)).actor;
  const bob = (await addPerson(world, alice, 'bob')).actor;
  const carol = (await addPerson(world, alice, 'carol')).actor;
  await addPerson(world, alice, 'mallory');
  done(await accounts.organizations.create(as(alice), { name: 'acme' }));
  for (const [team, actor] of [
    ['makers', bob],
    ['readers', carol],
  ] as const) {
    done(await accounts.teams.create(as(alice), 'acme', { name: team }));
    const invited = done(
      await accounts.invitations.invite(as(alice), 'acme', { role: 'member', teams: [team] }),
    );
    const token = invited.link.slice(invited.link.indexOf('#') + 1);
    done(await accounts.invitations.accept(as(actor), token));
  }
  for (const name of ['acme/app', 'acme/other', 'alice/secret']) {
    done(await accounts.repositories.create(as(alice), { name }));
  }
  done(await accounts.repositories.create(as(alice), { name: 'alice/open', visibility: 'public' }));
  const app = 'acme/app';
  done(
    await accounts.repositories.grant(as(alice), app, { kind: 'team', name: 'makers' }, 'write'),
  );
  done(
    await accounts.repositories.grant(as(alice), app, { kind: 'team', name: 'readers' }, 'read'),
  );
  return { world, alice, bob, carol };
}

export async function grantFor(world: TestAccounts, ask: Ask): Promise<Grant> {
  const { token } = await tokenFor(world, ask);
  const grant = await world.accounts.registry.verifyRegistryToken(token);
  assert.ok(grant);
  return grant;
}
