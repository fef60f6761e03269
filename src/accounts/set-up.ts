import { err, ok } from '../base/index.ts';
import type { Context } from './actor.ts';
import { ANONYMOUS } from './actor.ts';
import { entryOf, undoable } from './deeds.ts';
import { refuse } from './failures.ts';
import type { Origin, SetUp } from './interface.ts';
import { checkNewPerson } from './new-person.ts';
import { makeToken, tokenHash, tokenPrefix } from './secret-token.ts';
import { beginSession } from './sessions.ts';
import { countWrongToken, rememberNetwork, tooMany } from './tries.ts';
import type { AccountsWorld } from './world.ts';

/** The next start prints another. */
const LINK_MILLISECONDS = 24 * 60 * 60 * 1000;

/** The first administrator comes by a link that is good once: there is no default password. */
export function createSetUp(world: AccountsWorld): SetUp {
  const { store, clock, options, randomBytes } = world;
  const isNeeded = async (): Promise<boolean> => (await store.countUsers()) === 0;
  return {
    isNeeded,
    offer: async () => {
      if (!(await isNeeded())) return undefined;
      const token = makeToken('ddu', randomBytes);
      await store.addSetUpLink(tokenHash(token), clock.now() + LINK_MILLISECONDS);
      // After the number sign: it stays in the browser, out of logs and Referer.
      return `${options.publicUrl}/setup#${token}`;
    },
    complete: async (request, origin) => {
      const refused = refuse(
        'link-invalid',
        'this set-up link is unknown, used or older than a day: start the server again for a new one',
      );
      // Before anything that costs: a link can be made to look like one of ours.
      const isLink = tokenPrefix(request.token) === 'ddu' && (await isNeeded());
      if (!isLink || !(await store.isSetUpLink(tokenHash(request.token), clock.now()))) {
        const wait = await countWrongToken(world, origin.address);
        return wait > 0 ? tooMany(wait) : refused;
      }
      const person = await checkNewPerson(world, request);
      if (!person.ok) return err(person.error);
      const done = await undoable(world, async (records) => {
        const now = clock.now();
        if (!(await records.takeSetUpLink(tokenHash(request.token), now))) return refused;
        if ((await records.countUsers()) > 0) return refused;
        const user = await records.addUser({
          ...person.value,
          isEmailVerified: false,
          isAdministrator: true,
          plan: options.defaultPlans.firstUser,
          at: now,
        });
        if (user === 'taken') return refuse('name-taken', `the name '${request.name}' is taken`);
        await records.removeSetUpLinks();
        const signedIn = await beginSession(world, records, user, origin);
        const deed = { deed: 'instance.set-up', object: user.name, result: 'done' };
        await records.addAudit(entryOf(world, contextOf(origin), deed));
        return ok(signedIn);
      });
      if (done.ok) await rememberNetwork(world, done.value.session.userId, origin.address);
      return done;
    },
  };
}

/** Of somebody who is not signed in yet. */
export function contextOf({ requestId, address }: Origin): Context {
  return { actor: ANONYMOUS, requestId, address };
}
