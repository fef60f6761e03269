import { err, ok } from '../base/index.ts';
import { checkCredentials } from './credentials.ts';
import { entryOf } from './deeds.ts';
import { beginSignIn } from './begin-sign-in.ts';
import type { SignIn } from './interface.ts';
import { createProviderSignIn } from './provider-sign-in.ts';
import { contextOf } from './set-up.ts';
import type { AccountsWorld } from './world.ts';

export function createSignIn(world: AccountsWorld): SignIn {
  return {
    ...createProviderSignIn(world),
    withPassword: async (request, origin) => {
      const user = await checkCredentials(world, request, origin.address);
      if (user.ok) return ok(await beginSignIn(world, user.value, origin, 'password'));
      // Too many tries are not written down: that is what an attacker would fill the log with.
      if (user.error.code === 'wrong-credentials') {
        const object = request.name.slice(0, NAME_LENGTH);
        const deed = { deed: 'session.begin', object, result: user.error.code };
        await world.store.addAudit(entryOf(world, contextOf(origin), deed));
      }
      return err(user.error);
    },
    out: async (context, sessionId) => {
      const { actor } = context;
      if (actor.kind !== 'user') return;
      if (!(await world.store.removeSession(actor.userId, sessionId))) return;
      const deed = { deed: 'session.end', object: actor.name, result: 'done' };
      await world.store.addAudit(entryOf(world, context, deed));
    },
  };
}

/** What was typed as a name may be anything. */
const NAME_LENGTH = 64;
