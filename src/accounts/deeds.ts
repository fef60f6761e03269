import type { Result } from '../base/index.ts';
import { requireAllowed } from './access.ts';
import type { Actor, Context } from './actor.ts';
import type { AccountsFailure } from './failures.ts';
import type { Deed, Target } from './interface.ts';
import type { Action } from './policy-table.ts';
import type { AccountRecords, AuditEntry } from './ports.ts';
import type { Subject } from './subject.ts';
import type { AccountsWorld } from './world.ts';

/** A write: what it is called, who may, and to what. */
export interface Write {
  readonly action: Action;
  readonly target: Target;
  /** For the audit log: `team.create`. */
  readonly deed: string;
  /** What it is done to, where that is not the target itself. */
  readonly object?: string;
  readonly details?: Deed['details'];
}

type Work<Value> = (
  records: AccountRecords,
  subject: Subject,
  /** The deed is in the log of a namespace that it made. */
  isOf: (namespaceId: number) => void,
) => Promise<Result<Value, AccountsFailure>>;

/**
 * Does a write if the actor may, in one transaction with its line in the audit log. A refusal undoes
 * what the work wrote, and has a line too; an anonymous one has none, or anyone could fill the log.
 */
export async function perform<Value>(
  world: AccountsWorld,
  context: Context,
  write: Write,
  work: Work<Value>,
): Promise<Result<Value, AccountsFailure>> {
  const { actor } = context;
  const object = write.object ?? nameOf(write.target, actor);
  let namespaceId: number | undefined;
  let madeId: number | undefined;
  const result = await undoable(world, async (records) => {
    const allowed = await requireAllowed(world, actor, write.action, write.target, records);
    if (!allowed.ok) return allowed;
    const subject = allowed.value;
    if ('namespace' in subject) namespaceId = subject.namespace.id;
    const done = await work(records, subject, (made) => (madeId = made));
    if (done.ok) {
      namespaceId = madeId ?? namespaceId;
      await records.addAudit(entryOf(world, context, deedOf('done')));
    }
    return done;
  });
  if (!result.ok && actor.kind !== 'anonymous') {
    await world.store.addAudit(entryOf(world, context, deedOf(result.error.code)));
  }
  return result;

  function deedOf(outcome: string): Deed {
    const { deed, details } = write;
    return {
      deed,
      object,
      result: outcome,
      ...(namespaceId !== undefined && { namespaceId }),
      ...(details && { details }),
    };
  }
}

/** A transaction that is undone when its work is refused. */
export async function undoable<Value>(
  world: AccountsWorld,
  work: (records: AccountRecords) => Promise<Result<Value, AccountsFailure>>,
): Promise<Result<Value, AccountsFailure>> {
  try {
    return await world.store.transaction(async (records) => {
      const result = await work(records);
      if (!result.ok) throw new Undone(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

class Undone extends Error {
  readonly result: { readonly ok: false; readonly error: AccountsFailure };

  constructor(result: { readonly ok: false; readonly error: AccountsFailure }) {
    super('undone');
    this.result = result;
  }
}

export function entryOf(world: AccountsWorld, context: Context, deed: Deed): AuditEntry {
  const { actor, requestId, address } = context;
  return {
    at: world.clock.now(),
    actor: actorName(actor),
    actorId: actor.kind === 'user' ? actor.userId : undefined,
    deed: deed.deed,
    object: deed.object,
    namespaceId: deed.namespaceId,
    result: deed.result,
    requestId,
    address,
    details: deed.details ?? {},
  };
}

export function actorName(actor: Actor): string {
  return actor.kind === 'anonymous' ? 'anonymous' : actor.name;
}

function nameOf(target: Target, actor: Actor): string {
  if ('name' in target) return target.name;
  return target.kind === 'account' ? actorName(actor) : 'instance';
}
