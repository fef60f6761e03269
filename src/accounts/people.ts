import { ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import { requireAllowed } from './access.ts';
import type { Context } from './actor.ts';
import { perform } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { People } from './interface.ts';
import { addInvitation } from './invitations.ts';
import type { AccountRecords, UserRow } from './ports.ts';
import type { AccountsWorld } from './world.ts';

const INSTANCE = { kind: 'instance' } as const;
/** People of one answer: a page of the API, and the one more that tells of another. */
export const MOST_LISTED = 1_001;

export function createPeople(world: AccountsWorld): People {
  const { store } = world;
  return {
    list: async (actor, query) => {
      const allowed = await requireAllowed(world, actor, 'instance.users.read', INSTANCE);
      if (!allowed.ok) return allowed;
      return ok(await store.users({ ...query, limit: Math.min(query.limit, MOST_LISTED) }));
    },
    invite: (context, { email }) => {
      const write = {
        action: 'instance.users.write',
        target: INSTANCE,
        deed: 'invitation.create',
      } as const;
      return perform(world, context, write, (records) =>
        addInvitation(world, context, records, { role: 'member', ...(email && { email }) }),
      );
    },
    block: (context, name, isBlocked) =>
      change(world, context, name, isBlocked ? 'user.block' : 'user.unblock', {
        isLoss: isBlocked,
        apply: async (records, user) => {
          await records.changeUser(user.id, { isBlocked });
          if (isBlocked) await endAll(records, user.id);
        },
      }),
    verifyEmail: (context, name) =>
      change(world, context, name, 'user.verify-email', {
        isLoss: false,
        apply: async (records, user) => {
          if (user.email === undefined) return refuse('invalid', `'${name}' has no address`);
          const changed = await records.changeUser(user.id, { isEmailVerified: true });
          if (changed === 'taken') {
            return refuse('name-taken', 'the address is somebody else’s already');
          }
          return undefined;
        },
      }),
    setAdministrator: (context, name, isAdministrator) =>
      change(world, context, name, isAdministrator ? 'user.promote' : 'user.demote', {
        isLoss: !isAdministrator,
        apply: async (records, user) => {
          await records.changeUser(user.id, { isAdministrator });
        },
      }),
    remove: (context, name) =>
      change(world, context, name, 'user.delete', {
        isLoss: true,
        apply: (records, user) => removePerson(world, records, user),
      }),
  };
}

interface Change {
  /** Whether an administrator may be lost by it. */
  readonly isLoss: boolean;
  readonly apply: (
    records: AccountRecords,
    user: UserRow,
  ) => Promise<Result<never, AccountsFailure> | undefined | void>;
}

function change(
  world: AccountsWorld,
  context: Context,
  name: string,
  deed: string,
  { isLoss, apply }: Change,
): Promise<Result<undefined, AccountsFailure>> {
  const write = {
    action: 'instance.users.write',
    target: INSTANCE,
    deed,
    object: name,
  } as const;
  return perform(world, context, write, async (records) => {
    const user = await records.userByName(name);
    if (!user) return refuse('not-found', `there is nobody named '${name}'`);
    if (isLoss && (await isLastAdministrator(records, user))) {
      return refuse(
        'last-administrator',
        `'${name}' is the last administrator: make somebody else one first`,
      );
    }
    return (await apply(records, user)) ?? ok(undefined);
  });
}

/** With a lock, so that two who go at once do not both see the other. */
export async function isLastAdministrator(
  records: AccountRecords,
  user: UserRow,
): Promise<boolean> {
  if (!user.isAdministrator) return false;
  const administrators = await records.lockAdministrators();
  return administrators.every((id) => id === user.id);
}

/** Refused while an organization would have no owner. */
export async function removePerson(
  { clock }: AccountsWorld,
  records: AccountRecords,
  user: UserRow,
): Promise<Result<never, AccountsFailure> | undefined> {
  const sole = await records.soleOwnerships(user.id);
  if (sole.length > 0) {
    return refuse(
      'last-owner',
      `'${user.name}' is the last owner of ${sole.join(', ')}: give them another owner, or delete them`,
    );
  }
  await records.removeUser(user.id, clock.now());
  return undefined;
}

/** Whatever somebody is signed in with. */
async function endAll(records: AccountRecords, userId: number): Promise<void> {
  await records.removeSessions(userId);
  await records.removeRefreshTokens(userId);
}
