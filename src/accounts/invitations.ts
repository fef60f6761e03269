import { randomUUID } from 'node:crypto';
import type { Result } from '../base/index.ts';
import { err, ok } from '../base/index.ts';
import { requireAllowed } from './access.ts';
import type { Context } from './actor.ts';
import { actorName, entryOf, perform, undoable } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { Invitations, NewInvitation, Target } from './interface.ts';
import { checkEmail } from './names.ts';
import { checkNewPerson } from './new-person.ts';
import { organizationOf } from './organizations.ts';
import type { Action } from './policy-table.ts';
import type { AccountRecords, InvitationRow, UserRow } from './ports.ts';
import { makeToken, tokenHash, tokenPrefix } from './secret-token.ts';
import { beginSession } from './sessions.ts';
import { contextOf } from './set-up.ts';
import type { NamespaceFacts, Role } from './subject.ts';
import { isAtLeast } from './subject.ts';
import { teamNamed } from './teams.ts';
import { countWrongToken, tooMany } from './tries.ts';
import type { AccountsWorld } from './world.ts';

const LIFE_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;
/** Open ones of one organization. */
const MOST_OPEN = 1_000;

export function createInvitations(world: AccountsWorld): Invitations {
  return { ...createGiving(world), ...createTaking(world) };
}

function createGiving(world: AccountsWorld): Pick<Invitations, 'invite' | 'list' | 'withdraw'> {
  return {
    invite: (context, organization, { email, role, teams = [] }) => {
      const write = {
        action: 'organization.members.write',
        target: { kind: 'namespace', name: organization },
        deed: 'invitation.create',
        details: { role },
      } as const;
      return perform(world, context, write, async (records, subject) => {
        const found = organizationOf(subject);
        if (!found.ok) return found;
        const teamIds: number[] = [];
        for (const name of teams) {
          const team = await teamNamed(records, found.value, name);
          if (!team.ok) return team;
          teamIds.push(team.value.id);
        }
        return addInvitation(world, context, records, {
          organization: found.value,
          role,
          teamIds,
          ...(email !== undefined && { email }),
        });
      });
    },
    list: async (actor, organization) => {
      const [action, target] = ruleFor(organization);
      const allowed = await requireAllowed(world, actor, action, target);
      if (!allowed.ok) return allowed;
      const { value } = allowed;
      return ok(
        await world.store.invitations('namespace' in value ? value.namespace.id : undefined),
      );
    },
    withdraw: (context, id, organization) => {
      const [action, target] = ruleFor(organization);
      const write = { action, target, deed: 'invitation.withdraw', object: id };
      return perform(world, context, write, async (records, subject) => {
        const namespaceId = 'namespace' in subject ? subject.namespace.id : undefined;
        // Only among those of this organization: an id of another's is nobody's.
        const open = await records.invitations(namespaceId);
        const isThere = open.some((invitation) => invitation.id === id);
        const isGone = isThere && (await records.removeInvitation(id));
        return isGone ? ok(undefined) : refuse('not-found', `there is no invitation ${id}`);
      });
    },
  };
}

function ruleFor(organization: string | undefined): readonly [Action, Target] {
  return organization === undefined
    ? ['instance.users.write', { kind: 'instance' }]
    : ['organization.members.write', { kind: 'namespace', name: organization }];
}

/** Writes it down, and gives the link: the one time that it is known. */
export async function addInvitation(
  { clock, randomBytes, options }: AccountsWorld,
  context: Context,
  records: AccountRecords,
  request: {
    readonly organization?: NamespaceFacts;
    readonly email?: string;
    readonly role: Role;
    readonly teamIds?: readonly number[];
  },
): Promise<Result<NewInvitation, AccountsFailure>> {
  const email = request.email === undefined ? undefined : checkEmail(request.email);
  if (email && !email.ok) return err(email.error);
  const namespaceId = request.organization?.id;
  if ((await records.invitations(namespaceId)).length >= MOST_OPEN) {
    return refuse('too-many', `there are ${MOST_OPEN} open invitations: withdraw some`);
  }
  const token = makeToken('ddi', randomBytes);
  const createdAt = clock.now();
  const invitation: InvitationRow = {
    id: randomUUID(),
    namespaceId,
    namespaceName: request.organization?.name,
    email: email?.value,
    role: request.role,
    teamIds: request.teamIds ?? [],
    invitedBy: actorName(context.actor),
    createdAt,
    expiresAt: createdAt + LIFE_MILLISECONDS,
  };
  await records.addInvitation({ ...invitation, hash: tokenHash(token) });
  return ok({ invitation, link: `${options.publicUrl}/invitation#${token}` });
}

function createTaking(world: AccountsWorld): Pick<Invitations, 'look' | 'accept' | 'acceptAsNew'> {
  const { store, clock, options } = world;
  return {
    look: (token) => openInvitation(world, store, token),
    accept: async (context, token) => {
      const { actor } = context;
      if (actor.kind !== 'user') return refuse('needs-sign-in', 'sign in to accept an invitation');
      const target = { kind: 'account' } as const;
      const write = { action: 'account.write', target, deed: 'invitation.accept' } as const;
      return perform(world, context, write, async (records) => {
        const invitation = await takeInvitation(world, records, token);
        if (!invitation.ok) return invitation;
        const user = await records.userById(actor.userId);
        if (!user) return gone();
        await join(world, records, invitation.value, user);
        return ok(undefined);
      });
    },
    acceptAsNew: async (request, origin) => {
      if (tokenPrefix(request.token) !== 'ddi') {
        const wait = await countWrongToken(world, origin.address);
        return wait > 0 ? tooMany(wait) : gone();
      }
      const open = await openInvitation(world, store, request.token);
      if (!open.ok) return open;
      const person = await checkNewPerson(world, request);
      if (!person.ok) return err(person.error);
      return undoable(world, async (records) => {
        const invitation = await takeInvitation(world, records, request.token);
        if (!invitation.ok) return invitation;
        const user = await records.addUser({
          ...person.value,
          isEmailVerified: false,
          isAdministrator: false,
          plan: options.defaultPlans.personal,
          at: clock.now(),
        });
        if (user === 'taken') return refuse('name-taken', `the name '${request.name}' is taken`);
        await join(world, records, invitation.value, user);
        const deed = { deed: 'user.create', object: user.name, result: 'done' };
        await records.addAudit(entryOf(world, contextOf(origin), deed));
        return ok(await beginSession(world, records, user, origin));
      });
    },
  };
}

function gone(): Result<never, AccountsFailure> {
  return refuse(
    'link-invalid',
    'this invitation is unknown, used, withdrawn or over: ask for a new one',
  );
}

async function openInvitation(
  { clock }: AccountsWorld,
  records: Pick<AccountRecords, 'invitationByHash'>,
  token: string,
): Promise<Result<InvitationRow, AccountsFailure>> {
  if (tokenPrefix(token) !== 'ddi') return gone();
  const invitation = await records.invitationByHash(tokenHash(token));
  return invitation && clock.now() < invitation.expiresAt ? ok(invitation) : gone();
}

/** It is good once: of two who take it, one finds it gone. */
async function takeInvitation(
  world: AccountsWorld,
  records: AccountRecords,
  token: string,
): Promise<Result<InvitationRow, AccountsFailure>> {
  const open = await openInvitation(world, records, token);
  if (!open.ok) return open;
  return (await records.removeInvitation(open.value.id)) ? open : gone();
}

/** A role that is higher already stays. */
async function join(
  { clock }: AccountsWorld,
  records: AccountRecords,
  { namespaceId, role, teamIds }: InvitationRow,
  user: UserRow,
): Promise<void> {
  if (namespaceId === undefined) return;
  const held = await records.roleOf(namespaceId, user.id);
  if (!isAtLeast(held, role)) await records.setMember(namespaceId, user.id, role, clock.now());
  for (const teamId of teamIds) await records.addToTeam(teamId, user.id);
}
