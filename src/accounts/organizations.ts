import { ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import { namespaceOf, requireAllowed } from './access.ts';
import { perform } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { Organizations } from './interface.ts';
import { checkDisplayName, checkNamespaceName } from './names.ts';
import type { AccountRecords } from './ports.ts';
import type { NamespaceFacts, Role, Subject } from './subject.ts';
import type { AccountsWorld } from './world.ts';

export function createOrganizations(world: AccountsWorld): Organizations {
  return { ...createLife(world), ...createMembers(world) };
}

function createLife(world: AccountsWorld): Pick<Organizations, 'create' | 'leave'> {
  const { clock, options } = world;
  return {
    create: (context, request) => {
      const write = {
        action: 'organization.create',
        target: { kind: 'instance' },
        deed: 'organization.create',
        object: request.name.slice(0, 64),
      } as const;
      return perform(world, context, write, async (records, _, isOf) => {
        const { actor } = context;
        if (actor.kind !== 'user') return refuse('forbidden', 'an organization needs a person');
        const name = checkNamespaceName(request.name);
        if (!name.ok) return name;
        const displayName = checkDisplayName(request.displayName ?? '');
        if (!displayName.ok) return displayName;
        const at = clock.now();
        const plan = options.defaultPlans.organization;
        const made = await records.addOrganization({
          name: name.value,
          displayName: displayName.value,
          plan,
          isOpen: false,
          at,
        });
        if (made === 'taken') return refuse('name-taken', `the name '${name.value}' is taken`);
        isOf(made.id);
        await records.setMember(made.id, actor.userId, 'owner', at);
        return ok(made);
      });
    },
    leave: (context, organization) => {
      const target = { kind: 'namespace', name: organization } as const;
      const write = {
        action: 'organization.leave',
        target,
        deed: 'member.leave',
      } as const;
      return perform(world, context, write, async (records, subject) => {
        const found = organizationOf(subject);
        if (!found.ok) return found;
        const { actor } = context;
        if (actor.kind !== 'user') return refuse('forbidden', 'a token cannot leave');
        return removeMember(records, found.value, actor.userId);
      });
    },
  };
}

function createMembers(
  world: AccountsWorld,
): Pick<Organizations, 'members' | 'setRole' | 'removeMember'> {
  return {
    members: async (actor, organization) => {
      const target = { kind: 'namespace', name: organization } as const;
      const allowed = await requireAllowed(world, actor, 'organization.members.read', target);
      if (!allowed.ok) return allowed;
      const found = organizationOf(allowed.value);
      return found.ok ? ok(await world.store.members(found.value.id)) : found;
    },
    setRole: (context, organization, person, role) => {
      const deed = { ...memberWrite(organization, 'member.set-role', person), details: { role } };
      return perform(world, context, deed, async (records, subject) => {
        const found = organizationOf(subject);
        if (!found.ok) return found;
        const user = await memberNamed(records, found.value, person);
        if (!user.ok) return user;
        const last = await keepsOwner(records, found.value, user.value, role);
        if (!last.ok) return last;
        await records.setMember(found.value.id, user.value, role, world.clock.now());
        return ok(undefined);
      });
    },
    removeMember: (context, organization, person) => {
      const deed = memberWrite(organization, 'member.remove', person);
      return perform(world, context, deed, async (records, subject) => {
        const found = organizationOf(subject);
        if (!found.ok) return found;
        const user = await memberNamed(records, found.value, person);
        return user.ok ? removeMember(records, found.value, user.value) : user;
      });
    },
  };
}

/** A write to the members, of one person. */
function memberWrite(organization: string, deed: string, person: string) {
  return {
    action: 'organization.members.write',
    target: { kind: 'namespace', name: organization },
    deed,
    object: `${organization}: ${person.slice(0, 64)}`,
  } as const;
}

/** The organization of the subject: a person's namespace has no members, teams or tokens. */
export function organizationOf(subject: Subject): Result<NamespaceFacts, AccountsFailure> {
  const namespace = namespaceOf(subject);
  return namespace.kind === 'organization'
    ? ok(namespace)
    : refuse('invalid', `'${namespace.name}' is a person’s namespace, no organization`);
}

/** By name, and only if a member: others are told apart from nobody at all. */
export async function memberNamed(
  records: AccountRecords,
  organization: NamespaceFacts,
  name: string,
): Promise<Result<number, AccountsFailure>> {
  const user = await records.userByName(name);
  const role = user && (await records.roleOf(organization.id, user.id));
  return user && role
    ? ok(user.id)
    : refuse('not-found', `there is no member '${name}' in '${organization.name}'`);
}

async function removeMember(
  records: AccountRecords,
  organization: NamespaceFacts,
  userId: number,
): Promise<Result<undefined, AccountsFailure>> {
  const last = await keepsOwner(records, organization, userId, undefined);
  if (!last.ok) return last;
  const wasThere = await records.removeMember(organization.id, userId);
  return wasThere
    ? ok(undefined)
    : refuse('not-found', `there is no such member in '${organization.name}'`);
}

/** Refused where the person is the only owner and would be one no more. Locks the owners. */
async function keepsOwner(
  records: AccountRecords,
  { id, name }: NamespaceFacts,
  userId: number,
  role: Role | undefined,
): Promise<Result<undefined, AccountsFailure>> {
  if (role === 'owner') return ok(undefined);
  const owners = await records.lockOwners(id);
  if (!owners.includes(userId) || owners.length > 1) return ok(undefined);
  return refuse('last-owner', `'${name}' needs an owner: make somebody else one first`);
}
