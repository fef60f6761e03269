import { ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import { requireAllowed } from './access.ts';
import type { Context } from './actor.ts';
import { perform } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { GroupName, IdentityProviders, ProviderView } from './interface.ts';
import { checkDisplayName, checkLabel } from './names.ts';
import { PROVIDER_SECRET, tryProvider } from './provider-sign-in.ts';
import type { AccountRecords, GroupMapping, IdentityProvider } from './ports.ts';
import { teamNamed } from './teams.ts';
import type { AccountsWorld } from './world.ts';

const INSTANCE = { kind: 'instance' } as const;
const MOST_MAPPINGS = 1_000;
const TEXT_LENGTH = 500;

export function createIdentityProviders(world: AccountsWorld): IdentityProviders {
  const { store } = world;
  return {
    choices: async () =>
      (await store.providers()).map(({ name, displayName }) => ({ name, displayName })),
    list: async (actor) => {
      const allowed = await requireAllowed(world, actor, 'instance.identity.read', INSTANCE);
      if (!allowed.ok) return allowed;
      const providers = await store.providers();
      return ok(await Promise.all(providers.map((provider) => viewOf(store, provider))));
    },
    put: (context, provider) => put(world, context, provider),
    test: async (actor, name) => {
      const allowed = await requireAllowed(world, actor, 'instance.identity.write', INSTANCE);
      if (!allowed.ok) return allowed;
      const known = await store.providerByName(name);
      return known ? ok(await tryProvider(world, known)) : missing(name);
    },
    remove: (context, name) =>
      perform(world, context, writeOf('identity-provider.delete', name), async (records) => {
        const known = await records.providerByName(name);
        if (!known) return missing(name);
        await records.removeProvider(known.id);
        return ok(undefined);
      }),
    setGroups: (context, name, mappings) =>
      perform(world, context, writeOf('identity-provider.set-groups', name), async (records) => {
        const known = await records.providerByName(name);
        if (!known) return missing(name);
        const resolved = await resolveGroups(records, mappings);
        if (!resolved.ok) return resolved;
        await records.setGroupMappings(known.id, resolved.value);
        return ok(await viewOf(records, known));
      }),
  };
}

async function put(
  world: AccountsWorld,
  context: Context,
  provider: Parameters<IdentityProviders['put']>[1],
): ReturnType<IdentityProviders['put']> {
  const { name, issuer } = provider;
  const details = { issuer: issuer.slice(0, TEXT_LENGTH) };
  const write = writeOf('identity-provider.put', name, details);
  return perform(world, context, write, async (records) => {
    const checked = checkProvider(provider);
    if (!checked.ok) return checked;
    const known = await records.providerByName(name);
    const clientSecret =
      provider.clientSecret === undefined
        ? known?.clientSecret
        : world.seal.seal(Buffer.from(provider.clientSecret), PROVIDER_SECRET);
    if (!clientSecret) return refuse('invalid', 'a new provider needs its client secret');
    // The secret is for the issuer that it was given for: another address must not get it.
    if (known && provider.clientSecret === undefined && known.issuer !== issuer) {
      return refuse('invalid', 'give the client secret again with another issuer');
    }
    const { displayName, clientId, scopes, groupsClaim, makesUsers } = provider;
    const facts = { name, displayName, issuer, clientId, scopes, groupsClaim, makesUsers };
    return ok(await viewOf(records, await records.putProvider({ ...facts, clientSecret })));
  });
}

function writeOf(deed: string, name: string, details: Readonly<Record<string, string>> = {}) {
  const object = name.slice(0, 64);
  return { action: 'instance.identity.write', target: INSTANCE, deed, object, details } as const;
}

function missing(name: string): Result<never, AccountsFailure> {
  return refuse('not-found', `there is no identity provider '${name.slice(0, 64)}'`);
}

/** Without the secret. */
async function viewOf(
  records: Pick<AccountRecords, 'groupMappings' | 'namespaceById' | 'teams'>,
  provider: IdentityProvider,
): Promise<ProviderView> {
  const { name, displayName, issuer, clientId, scopes, groupsClaim, makesUsers } = provider;
  const mappings = await namesOf(records, await records.groupMappings(provider.id));
  return { name, displayName, issuer, clientId, scopes, groupsClaim, makesUsers, mappings };
}

/** As people wrote them: names, not numbers. */
async function namesOf(
  records: Pick<AccountRecords, 'namespaceById' | 'teams'>,
  mappings: readonly GroupMapping[],
): Promise<readonly GroupName[]> {
  const ids = [...new Set(mappings.map(({ namespaceId }) => namespaceId))];
  const found = await Promise.all(
    ids.map(async (id) => {
      const [row, teams] = await Promise.all([records.namespaceById(id), records.teams(id)]);
      const names = new Map(teams.map((team) => [team.id, team.name]));
      return [id, { name: row?.name ?? '', teams: names }] as const;
    }),
  );
  const organizations = new Map(found);
  return mappings.map(({ group, namespaceId, role, teamId }) => {
    const organization = organizations.get(namespaceId);
    const team = teamId === undefined ? undefined : organization?.teams.get(teamId);
    return {
      group,
      organization: organization?.name ?? '',
      role,
      ...(team !== undefined && { team }),
    };
  });
}

function checkProvider(
  provider: Omit<ProviderView, 'mappings'>,
): Result<undefined, AccountsFailure> {
  const name = checkLabel(provider.name);
  if (!name.ok) return name;
  const displayName = checkDisplayName(provider.displayName);
  if (!displayName.ok) return displayName;
  const { issuer, clientId, groupsClaim, scopes } = provider;
  if (!URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol)) {
    return refuse('invalid', `'${issuer.slice(0, 60)}' is no address of an issuer: https://...`);
  }
  const texts = [issuer, clientId, groupsClaim, ...scopes];
  if (texts.some((text) => text.length > TEXT_LENGTH) || scopes.length > 20 || clientId === '') {
    return refuse('invalid', `client id, claim and scopes are short texts, and not empty`);
  }
  return ok(undefined);
}

async function resolveGroups(
  records: AccountRecords,
  groups: readonly GroupName[],
): Promise<Result<readonly GroupMapping[], AccountsFailure>> {
  if (groups.length > MOST_MAPPINGS) {
    return refuse('too-many', `a provider has at most ${MOST_MAPPINGS} mappings`);
  }
  const mappings: GroupMapping[] = [];
  for (const { group, organization, role, team } of groups) {
    const row = await records.namespaceByName(organization);
    if (row?.kind !== 'organization') {
      return refuse('not-found', `there is no organization '${organization.slice(0, 64)}'`);
    }
    const facts = { ...row, plan: row.planState.plan, entitlement: 'none' } as const;
    const found = team === undefined ? undefined : await teamNamed(records, facts, team);
    if (found && !found.ok) return found;
    mappings.push({ group, namespaceId: row.id, role, teamId: found?.value.id });
  }
  const places = mappings.map(({ group, namespaceId, teamId }) =>
    JSON.stringify([group, namespaceId, teamId]),
  );
  if (new Set(places).size < places.length) {
    return refuse('invalid', 'a group is given one role in a team or an organization, not two');
  }
  return ok(mappings);
}
