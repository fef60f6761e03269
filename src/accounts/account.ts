import { err, ok } from '../base/index.ts';
import { checkOwnPassword } from './credentials.ts';
import { refuse } from './failures.ts';
import type { Account } from './interface.ts';
import { checkDisplayName, checkEmail } from './names.ts';
import { own, ownRow } from './own-account.ts';
import { checkPassword } from './password.ts';
import { isLastAdministrator, removePerson } from './people.ts';
import { createSecondStepChanges } from './second-step-changes.ts';
import type { AccountsWorld } from './world.ts';

/** After half an hour without a look it is another visit. */
const VISIT_PAUSE = 30 * 60_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createAccount(world: AccountsWorld): Account {
  return {
    ...createProfile(world),
    ...createSecondStepChanges(world),
    ...createSessions(world),
    ...createIdentities(world),
  };
}

function createProfile(
  world: AccountsWorld,
): Pick<Account, 'profile' | 'visit' | 'changeProfile' | 'changePassword' | 'remove'> {
  return {
    profile: (actor) => ownRow(world, actor, 'account.read'),
    visit: async (actor) => {
      const user = await ownRow(world, actor, 'account.read');
      if (!user.ok) return user;
      const before = await world.store.noteVisit(user.value.id, world.clock.now(), VISIT_PAUSE);
      return ok({ before });
    },
    changeProfile: (context, { displayName, email }) =>
      own(world, context, ['account.write', 'account.change'], async (records, user) => {
        const shown = displayName === undefined ? undefined : checkDisplayName(displayName);
        if (shown && !shown.ok) return err(shown.error);
        const address = email === undefined ? undefined : checkEmail(email);
        if (address && !address.ok) return err(address.error);
        await records.changeUser(user.id, {
          ...(shown && { displayName: shown.value }),
          ...(address && address.value !== user.email && { email: address.value }),
        });
        return ok((await records.userById(user.id)) ?? user);
      }),
    changePassword: async (context, { current, next, sessionId }) => {
      const user = await ownRow(world, context.actor, 'account.security.write');
      if (!user.ok) return err(user.error);
      const right = await checkOwnPassword(world, user.value, current, context.address);
      if (!right.ok) return right;
      const { name, email } = user.value;
      const fit = checkPassword(next, [name, ...(email === undefined ? [] : [email])]);
      if (!fit.ok) return err(fit.error);
      const passwordHash = await world.hasher.hash(fit.value);
      const what = ['account.security.write', 'account.change-password'] as const;
      return own(world, context, what, async (records, { id }) => {
        await records.changeUser(id, { passwordHash });
        await records.removeSessions(id, sessionId);
        await records.removeRefreshTokens(id);
        return ok(undefined);
      });
    },
    remove: async (context, { password }) => {
      const user = await ownRow(world, context.actor, 'account.delete');
      if (!user.ok) return err(user.error);
      const right = await checkOwnPassword(world, user.value, password, context.address);
      if (!right.ok) return right;
      return own(world, context, ['account.delete', 'account.delete'], async (records, row) => {
        if (await isLastAdministrator(records, row)) {
          return refuse('last-administrator', 'you are the last administrator: make another first');
        }
        return (await removePerson(world, records, row)) ?? ok(undefined);
      });
    },
  };
}

function createSessions(
  world: AccountsWorld,
): Pick<Account, 'sessions' | 'endSession' | 'endOtherSessions'> {
  return {
    sessions: async (actor) => {
      const user = await ownRow(world, actor, 'account.sessions.read');
      return user.ok ? ok(await world.store.sessions(user.value.id)) : err(user.error);
    },
    endSession: (context, id) =>
      own(world, context, ['account.sessions.write', 'session.end'], async (records, user) => {
        const isGone = UUID.test(id) && (await records.removeSession(user.id, id));
        return isGone ? ok(undefined) : refuse('not-found', 'there is no such session');
      }),
    endOtherSessions: (context, sessionId) =>
      own(world, context, ['account.sessions.write', 'session.end-others'], async (records, user) =>
        ok(await records.removeSessions(user.id, sessionId)),
      ),
  };
}

function createIdentities(world: AccountsWorld): Pick<Account, 'identities' | 'unlinkIdentity'> {
  return {
    identities: async (actor) => {
      const user = await ownRow(world, actor, 'account.read');
      return user.ok ? ok(await world.store.identitiesOf(user.value.id)) : err(user.error);
    },
    unlinkIdentity: (context, providerName) =>
      own(world, context, ['account.security.write', 'identity.unlink'], async (records, user) => {
        const linked = await records.identitiesOf(user.id);
        if (!user.hasPassword && linked.length < 2) {
          return refuse('invalid', 'you could not sign in any more: set a password first');
        }
        return (await records.unlinkIdentity(user.id, providerName))
          ? ok(undefined)
          : refuse('not-found', `no identity of '${providerName.slice(0, 64)}' is linked`);
      }),
  };
}
