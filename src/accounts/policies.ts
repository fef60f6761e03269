import type { Actor, Scope } from './actor.ts';
import { holdsScope } from './actor.ts';
import type { Plan } from './plans.ts';
import { plansWithAnalysis } from './plans.ts';
import type { Action, Policy, Who } from './policy-table.ts';
import { POLICIES } from './policy-table.ts';
import type { Permission, Role, Subject } from './subject.ts';
import { isAtLeast, permissionOf } from './subject.ts';

/** The answer to whether an actor may do something, and what to tell who may not. */
export type Decision =
  | { readonly kind: 'allowed' }
  /** To be answered exactly as if the thing were not there. */
  | { readonly kind: 'forbidden-as-missing' }
  /** The actor may see the thing already, so that a refusal tells nothing. */
  | { readonly kind: 'forbidden'; readonly reason: Refusal }
  | { readonly kind: 'needs-plan'; readonly plans: readonly Plan[] }
  /** Anonymous, and not open to everyone: the same whether the thing is there or not. */
  | { readonly kind: 'needs-sign-in' };

/** `right`: the person lacks it. The others name what the token shown lacks, or that it is one. */
export type Refusal = 'right' | 'session' | Scope;

const ALLOWED: Decision = { kind: 'allowed' };
const MISSING: Decision = { kind: 'forbidden-as-missing' };

/** Whether `actor` may do `action` to `subject`. Every decision of the product comes from here. */
export function may(actor: Actor, action: Action, subject: Subject): Decision {
  const policy = POLICIES[action];
  const reasons = policy.who.filter((who) => isOneOf(who, actor, subject));
  if (reasons.length === 0) return refusal(actor, subject, 'right');
  const lacking = lackingScope(actor, policy);
  if (lacking !== undefined) return refusal(actor, subject, lacking);
  const needed = lackingPlan(policy, subject);
  if (needed === undefined) return ALLOWED;
  // A plan is nothing to strangers, who read only what is published.
  return reasons.every((who) => who === 'anyone-if-published')
    ? refusal(actor, subject, 'right')
    : needed;
}

function refusal(actor: Actor, subject: Subject, reason: Refusal): Decision {
  if (actor.kind === 'anonymous') return { kind: 'needs-sign-in' };
  return isSeen(actor, subject) ? { kind: 'forbidden', reason } : MISSING;
}

/** `may`, where only yes or no counts. */
export function isAllowed(actor: Actor, action: Action, subject: Subject): boolean {
  return may(actor, action, subject).kind === 'allowed';
}

/** Whether the actor learns nothing from hearing that the subject is there. */
function isSeen(actor: Actor, subject: Subject): boolean {
  switch (subject.kind) {
    case 'instance':
      return true;
    case 'account':
      return isOneOf('self', actor, subject);
    case 'namespace':
      return POLICIES['namespace.see'].who.some((who) => isOneOf(who, actor, subject));
    case 'repository':
      return POLICIES['repository.see'].who.some((who) => isOneOf(who, actor, subject));
    case 'missing':
      return false;
  }
}

type Test = (actor: Actor, subject: Subject) => boolean;

const BELONGS: Readonly<Record<Who, Test>> = {
  anyone: () => true,
  'anyone-if-public': (_, subject) => isPublic(subject),
  'anyone-if-published': (_, subject) =>
    subject.kind === 'repository' && isPublic(subject) && subject.repository.publishesResults,
  'signed-in': (actor) => actor.kind === 'user',
  self: (actor, subject) =>
    subject.kind === 'account' && actor.kind === 'user' && actor.userId === subject.userId,
  member: hasRole('member'),
  editor: hasRole('editor'),
  owner: hasRole('owner'),
  read: hasPermission('read'),
  write: hasPermission('write'),
  admin: hasPermission('admin'),
  administrator: (actor) => actor.kind === 'user' && actor.isAdministrator,
};

function isOneOf(who: Who, actor: Actor, subject: Subject): boolean {
  return BELONGS[who](actor, subject);
}

function hasRole(role: Role): Test {
  return (_, subject) => isBelonging(subject) && isAtLeast(subject.standing.role, role);
}

/** In a namespace: on any repository there. */
function hasPermission(permission: Permission): Test {
  return (_, subject) => {
    if (subject.kind === 'namespace') return isAtLeast(subject.standing.grant, permission);
    if (subject.kind !== 'repository') return false;
    const held = permissionOf(subject.standing, subject.repository.visibility);
    return isAtLeast(held, permission);
  };
}

function isPublic(subject: Subject): boolean {
  if (subject.kind === 'namespace') return subject.hasPublic;
  return subject.kind === 'repository' && subject.repository.visibility === 'public';
}

type Belonging = Extract<Subject, { kind: 'namespace' | 'repository' }>;

function isBelonging(subject: Subject): subject is Belonging {
  return subject.kind === 'namespace' || subject.kind === 'repository';
}

/** What the token lacks; `undefined` of a session, and of what needs no scope. */
function lackingScope(actor: Actor, policy: Policy): Refusal | undefined {
  if (actor.kind === 'anonymous' || actor.scopes === undefined || policy.scope === 'any') {
    return undefined;
  }
  if (policy.scope === 'session') return 'session';
  return holdsScope(actor.scopes, policy.scope) ? undefined : policy.scope;
}

function lackingPlan(policy: Policy, subject: Subject): Decision | undefined {
  if (policy.plan === 'any' || !isBelonging(subject)) return undefined;
  const { entitlement, kind } = subject.namespace;
  const isEnough =
    entitlement === 'active' || (policy.plan === 'results' && entitlement === 'readable');
  return isEnough ? undefined : { kind: 'needs-plan', plans: plansWithAnalysis(kind) };
}
