import { ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import { entryOf, undoable } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { Origin } from './interface.ts';
import { checkDisplayName, checkNamespaceName } from './names.ts';
import type { AccountRecords, IdentityProvider, UserRow } from './ports.ts';
import { contextOf } from './set-up.ts';
import type { AccountsWorld } from './world.ts';

/** What a provider says of who signed in there. */
export interface Identity {
  readonly subject: string;
  readonly name: string;
  readonly displayName: string;
  /** Only when the provider says that it is verified. */
  readonly email: string | undefined;
  readonly groups: readonly string[];
}

/** Tries of `alice`, `alice-2`, ... */
const MOST_NAMES = 20;

/**
 * The person of an identity: linked before; or asked to be linked by that person, signed in; or of
 * the same address, verified on both sides; or new. Groups are applied each time.
 */
export async function personOfIdentity(
  world: AccountsWorld,
  provider: IdentityProvider,
  identity: Identity,
  from: { readonly linkTo: number | undefined; readonly origin: Origin },
): Promise<Result<UserRow, AccountsFailure>> {
  return undoable(world, async (records) => {
    const linked = await records.userByIdentity(provider.id, identity.subject);
    if (linked && from.linkTo !== undefined && linked.id !== from.linkTo) {
      return refuse('identity-refused', 'this identity is linked to another account');
    }
    const user = linked ? ok(linked) : await link(world, records, provider, identity, from);
    if (!user.ok) return user;
    if (user.value.isBlocked) return refuse('identity-refused', 'this account is blocked');
    const mappings = await records.groupMappings(provider.id);
    const given = mappings.filter(({ group }) => identity.groups.includes(group));
    await records.applyGroups(provider.id, user.value.id, given, world.clock.now());
    return user;
  });
}

async function link(
  world: AccountsWorld,
  records: AccountRecords,
  provider: IdentityProvider,
  identity: Identity,
  { linkTo, origin }: { readonly linkTo: number | undefined; readonly origin: Origin },
): Promise<Result<UserRow, AccountsFailure>> {
  const known = await knownPerson(records, identity, linkTo);
  const user = known ? ok(known) : await newPerson(world, records, provider, identity);
  if (!user.ok) return user;
  const linkedTo = await records.identitiesOf(user.value.id);
  if (linkedTo.some(({ providerName }) => providerName === provider.name)) {
    return refuse('identity-refused', 'the account is linked to another identity there');
  }
  const at = world.clock.now();
  await records.linkIdentity(provider.id, identity.subject, user.value.id, at);
  const deed = known ? 'identity.link' : 'user.create';
  const details = { provider: provider.name };
  const entry = { deed, object: user.value.name, result: 'done', details };
  await records.addAudit(entryOf(world, contextOf(origin), entry));
  return user;
}

async function knownPerson(
  records: AccountRecords,
  { email }: Identity,
  linkTo: number | undefined,
): Promise<UserRow | undefined> {
  if (linkTo !== undefined) return records.userById(linkTo);
  return email === undefined ? undefined : records.userByEmail(email);
}

async function newPerson(
  world: AccountsWorld,
  records: AccountRecords,
  provider: IdentityProvider,
  identity: Identity,
): Promise<Result<UserRow, AccountsFailure>> {
  if (!provider.makesUsers) {
    return refuse('identity-refused', 'there is no account for you here: ask for an invitation');
  }
  const displayName = checkDisplayName(identity.displayName);
  for (const name of namesLike(identity.name)) {
    if (!checkNamespaceName(name).ok || (await records.isNameGiven(name))) continue;
    const { email } = identity;
    const user = await records.addUser({
      name,
      displayName: displayName.ok ? displayName.value : '',
      ...(email !== undefined && { email }),
      isEmailVerified: email !== undefined,
      isAdministrator: false,
      plan: world.options.defaultPlans.personal,
      at: world.clock.now(),
    });
    if (user === 'taken') break;
    return ok(user);
  }
  return refuse('name-taken', 'no name like yours is free here: ask for an invitation');
}

/** What the provider calls a person, as a name of ours, and with numbers where that is taken. */
export function namesLike(wanted: string): readonly string[] {
  const letters = wanted
    .toLowerCase()
    .slice(0, 100)
    .replaceAll(/[^a-z0-9]+/g, '-');
  const base = letters.replace(/^-/, '').slice(0, 34).replace(/-$/, '') || 'user';
  const first = base.length < 2 ? `${base}-user` : base;
  const numbers = Array.from({ length: MOST_NAMES - 1 }, (_, index) => `${first}-${index + 2}`);
  return [first, ...numbers];
}
