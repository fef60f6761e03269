import type { Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import type { Actor } from './actor.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { Target } from './interface.ts';
import type { AccountsOptions } from './options.ts';
import { entitlementOf } from './plans.ts';
import type { Decision } from './policies.ts';
import { may } from './policies.ts';
import type { Action } from './policy-table.ts';
import { POLICIES } from './policy-table.ts';
import type { FactRecords, NamespaceStanding } from './ports.ts';
import type { NamespaceFacts, Standing, Subject } from './subject.ts';
import { robotStanding } from './subject.ts';
import type { AccountsWorld } from './world.ts';

const MISSING: Subject = { kind: 'missing' };

/** The target as the actor stands to it. `records`: of a transaction, where there is one. */
export async function subjectOf(
  world: AccountsWorld,
  actor: Actor,
  target: Target,
  records: FactRecords = world.store,
): Promise<Subject> {
  const person = actor.kind === 'user' ? actor.userId : undefined;
  const { options, clock } = world;
  switch (target.kind) {
    case 'instance':
      return { kind: 'instance' };
    case 'account':
      return person === undefined ? MISSING : { kind: 'account', userId: person };
    case 'namespace': {
      const facts = await records.namespaceStanding(target.name, person);
      if (!facts) return MISSING;
      return {
        kind: 'namespace',
        namespace: namespaceFacts(facts, clock.now()),
        hasPublic: facts.hasPublic,
        standing: standingOf(actor, facts, facts.standing, options),
      };
    }
    case 'repository': {
      const facts = await records.repositoryStanding(target.name, person);
      if (!facts) return MISSING;
      return {
        kind: 'repository',
        namespace: namespaceFacts(facts.namespace, clock.now()),
        repository: facts.repository,
        standing: standingOf(actor, facts.namespace, facts.standing, options),
      };
    }
  }
}

function namespaceFacts(facts: NamespaceStanding, now: number): NamespaceFacts {
  const { id, name, kind, planState } = facts;
  return { id, name, kind, plan: planState.plan, entitlement: entitlementOf(planState, now) };
}

function standingOf(
  actor: Actor,
  namespace: Pick<NamespaceStanding, 'id' | 'isOpen'>,
  own: Standing,
  { anonymous }: AccountsOptions,
): Standing {
  if (actor.kind === 'robot') return robotStanding(actor, namespace.id);
  // A closed network's choice: whoever comes may work in what was made that way.
  if (namespace.isOpen && anonymous === 'push') return { role: 'editor' };
  return own;
}

/** The subject, or the refusal in words that tell no stranger anything. */
export async function requireAllowed(
  world: AccountsWorld,
  actor: Actor,
  action: Action,
  target: Target,
  records: FactRecords = world.store,
): Promise<Result<Subject, AccountsFailure>> {
  const subject = await subjectOf(world, actor, target, records);
  const decision = decide(world.options, actor, action, subject);
  return decision.kind === 'allowed' ? ok(subject) : refusalOf(decision, action, target);
}

/** `may`, with what the instance forbids anonymous people. */
export function decide(
  { anonymous, organizationsBy }: AccountsOptions,
  actor: Actor,
  action: Action,
  subject: Subject,
): Decision {
  const isClosed = anonymous === 'none' && actor.kind === 'anonymous' && action !== 'instance.see';
  if (isClosed) return { kind: 'needs-sign-in' };
  if (action === 'organization.create' && organizationsBy === 'administrators') {
    const decision = may(actor, 'instance.users.write', subject);
    if (decision.kind !== 'allowed') return decision;
  }
  return may(actor, action, subject);
}

function refusalOf(
  decision: Exclude<Decision, { kind: 'allowed' }>,
  action: Action,
  target: Target,
): Result<never, AccountsFailure> {
  const { does } = POLICIES[action];
  const name = 'name' in target ? ` '${target.name}'` : '';
  switch (decision.kind) {
    case 'needs-sign-in':
      return refuse('needs-sign-in', `sign in to ${does}`);
    case 'forbidden-as-missing':
      return refuse('not-found', `there is no ${target.kind}${name}`);
    case 'needs-plan':
      return refuse('needs-plan', `the plan of this namespace does not let you ${does}`, {
        plans: decision.plans,
      });
    case 'forbidden':
      return refuse('forbidden', forbiddenWords(decision.reason, does));
  }
}

function forbiddenWords(
  reason: Extract<Decision, { kind: 'forbidden' }>['reason'],
  does: string,
): string {
  if (reason === 'right') return `you may not ${does}`;
  if (reason === 'session') return `no token may ${does}: sign in with a browser`;
  return `the token lacks the scope '${reason}', which it needs to ${does}`;
}

/** The namespace of a subject that was required of one. */
export function namespaceOf(subject: Subject): NamespaceFacts {
  if (subject.kind === 'namespace' || subject.kind === 'repository') return subject.namespace;
  throw new Error(`a subject of kind ${subject.kind} has no namespace`);
}
