import { entryOf } from './deeds.ts';
import type { Origin, SignedIn } from './interface.ts';
import type { UserRow } from './ports.ts';
import { beginSession } from './sessions.ts';
import type { AccountsWorld } from './world.ts';

/** A new session for somebody who showed who it is, and its line in the audit log. */
export async function beginSignIn(
  world: AccountsWorld,
  user: UserRow,
  origin: Origin,
  by: string,
): Promise<SignedIn> {
  return world.store.transaction(async (records) => {
    const signedIn = await beginSession(world, records, user, origin);
    const deed = { deed: 'session.begin', object: user.name, result: 'done', details: { by } };
    const { requestId, address } = origin;
    const context = { actor: signedIn.actor, requestId, address };
    await records.addAudit(entryOf(world, context, deed));
    return signedIn;
  });
}
