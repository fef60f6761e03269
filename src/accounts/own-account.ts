import { err, ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import { requireAllowed } from './access.ts';
import type { Actor, Context } from './actor.ts';
import { perform } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { Action } from './policy-table.ts';
import type { AccountRecords, UserRow } from './ports.ts';
import type { AccountsWorld } from './world.ts';

const OWN = { kind: 'account' } as const;

/** The account of who asks, if that is a person who may do this to it. */
export async function ownRow(
  world: AccountsWorld,
  actor: Actor,
  action: Action,
): Promise<Result<UserRow, AccountsFailure>> {
  const allowed = await requireAllowed(world, actor, action, OWN);
  if (!allowed.ok) return err(allowed.error);
  const user = actor.kind === 'user' ? await world.store.userById(actor.userId) : undefined;
  return user ? ok(user) : refuse('not-found', 'there is no such account');
}

/** A write to one's own account. */
export function own<Value>(
  world: AccountsWorld,
  context: Context,
  [action, deed]: readonly [Action, string],
  work: (records: AccountRecords, user: UserRow) => Promise<Result<Value, AccountsFailure>>,
): Promise<Result<Value, AccountsFailure>> {
  return perform(world, context, { action, target: OWN, deed }, async (records) => {
    const { actor } = context;
    const user = actor.kind === 'user' ? await records.userById(actor.userId) : undefined;
    return user ? work(records, user) : refuse('not-found', 'there is no such account');
  });
}
