import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor, Scope } from './actor.ts';
import { ANONYMOUS } from './actor.ts';
import type { Entitlement, NamespaceKind, Plan } from './plans.ts';
import { may } from './policies.ts';
import type { Action } from './policy-table.ts';
import { ACTIONS } from './policy-table.ts';
import type { NamespaceFacts, Permission, Role, Subject, Visibility } from './subject.ts';

// What PRODUCT.md promises, written a second time and in another way: as rules about who somebody is,
// not as a table of actions. Where the two differ, one of them is wrong.

/** Who somebody is to the namespace `acme` (or to the person `acme`), and what was granted. */
interface Who {
  readonly role?: Role;
  readonly grant?: Permission;
}

interface Case {
  readonly kind: NamespaceKind;
  readonly plan: Plan;
  readonly entitlement: Entitlement;
  readonly visibility: Visibility;
  readonly isPublished: boolean;
  readonly who: Who;
  readonly actor: Actor;
}

type Told = 'allowed' | 'missing' | 'forbidden' | 'plan' | 'sign-in';

const PULLS = ['repository.see', 'repository.pull', 'repository.tags.read'];
const PUSHES = ['repository.push'];
const RUNS = ['repository.results.run', 'repository.results.import'];

/** Of a session, without a token: the promise for one action on a repository. */
function promised(action: string, given: Case): Told {
  const isTrusted = given.who.role === 'owner' || given.who.role === 'editor';
  const isMember = given.who.role !== undefined;
  const isPublic = given.visibility === 'public';
  const reads = isTrusted || given.who.grant !== undefined || (isMember && isPublic);
  const writes = isTrusted || given.who.grant === 'write' || given.who.grant === 'admin';
  const rules = isTrusted || given.who.grant === 'admin';
  const denied = deny(given, reads || isPublic);
  if (PULLS.includes(action)) return reads || isPublic ? 'allowed' : denied;
  if (PUSHES.includes(action)) return writes ? 'allowed' : denied;
  if (RUNS.includes(action)) return writes ? withAnalysis(given) : denied;
  if (action === 'repository.results.read') {
    if (reads) return given.entitlement === 'none' ? 'plan' : 'allowed';
    const isOpen = isPublic && given.isPublished && given.entitlement !== 'none';
    return isOpen ? 'allowed' : denied;
  }
  if (action === 'repository.activate') return rules ? withAnalysis(given) : denied;
  return rules ? 'allowed' : denied;
}

function withAnalysis({ entitlement }: Case): Told {
  return entitlement === 'active' ? 'allowed' : 'plan';
}

function deny({ actor }: Case, isSeen: boolean): Told {
  if (actor.kind === 'anonymous') return 'sign-in';
  return isSeen ? 'forbidden' : 'missing';
}

function told(actor: Actor, action: Action, subject: Subject): Told {
  const decision = may(actor, action, subject);
  switch (decision.kind) {
    case 'allowed':
    case 'forbidden':
      return decision.kind;
    case 'forbidden-as-missing':
      return 'missing';
    case 'needs-plan':
      return 'plan';
    case 'needs-sign-in':
      return 'sign-in';
  }
}

const PERSON: Actor = { kind: 'user', userId: 7, name: 'bob', isAdministrator: false };
const ADMINISTRATOR: Actor = { ...PERSON, isAdministrator: true };

function namespaceOf({ kind, plan, entitlement }: Case): NamespaceFacts {
  return { id: 1, name: 'acme', kind, plan, entitlement };
}

function repositoryOf(given: Case): Subject {
  return {
    kind: 'repository',
    namespace: namespaceOf(given),
    repository: {
      id: 2,
      name: 'acme/app',
      namespaceId: 1,
      visibility: given.visibility,
      isAnalysisActive: true,
      publishesResults: given.isPublished,
    },
    standing: given.who,
  };
}

const STANDINGS: Readonly<Record<NamespaceKind, readonly Who[]>> = {
  personal: [{ role: 'owner' }, { grant: 'read' }, { grant: 'write' }, { grant: 'admin' }, {}],
  organization: [
    { role: 'owner' },
    { role: 'editor' },
    { role: 'member' },
    { role: 'member', grant: 'read' },
    { role: 'member', grant: 'write' },
    { role: 'member', grant: 'admin' },
    {},
  ],
};

const PLANS: Readonly<Record<NamespaceKind, readonly (readonly [Plan, Entitlement])[]>> = {
  personal: [
    ['free', 'none'],
    ['free', 'readable'],
    ['pro', 'active'],
  ],
  organization: [
    ['free', 'none'],
    ['free', 'readable'],
    ['team', 'active'],
    ['business', 'active'],
  ],
};

function* cases(): Generator<Case> {
  for (const kind of ['personal', 'organization'] as const) {
    for (const [plan, entitlement] of PLANS[kind]) {
      for (const visibility of ['public', 'private'] as const) {
        for (const isPublished of [false, true]) {
          const rest = { kind, plan, entitlement, visibility, isPublished };
          for (const who of STANDINGS[kind]) yield { ...rest, who, actor: PERSON };
          yield { ...rest, who: {}, actor: ADMINISTRATOR };
          yield { ...rest, who: {}, actor: ANONYMOUS };
        }
      }
    }
  }
}

const REPOSITORY_ACTIONS = ACTIONS.filter(
  (action) => action.startsWith('repository.') && action !== 'repository.create',
);

test('every action on a repository is as promised, for every role, plan and visibility', () => {
  let cells = 0;
  for (const given of cases()) {
    for (const action of REPOSITORY_ACTIONS) {
      const found = told(given.actor, action, repositoryOf(given));
      assert.equal(found, promised(action, given), `${action} ${JSON.stringify(given)}`);
      cells += 1;
    }
  }
  assert.ok(cells >= 2_000, `${cells} cells`);
});

/** What each scope lets a token do, of what its person may. */
const SCOPE_ALLOWS: Readonly<Record<Scope, (action: string) => boolean>> = {
  pull: (action) => PULLS.includes(action),
  push: (action) => [...PULLS, ...PUSHES, ...RUNS].includes(action),
  'read-results': (action) =>
    ['repository.see', 'repository.tags.read', 'repository.results.read'].includes(action),
  admin: () => true,
};

test('a token does what its person may and its scopes say, and no more', () => {
  let cells = 0;
  for (const given of cases()) {
    if (given.actor.kind !== 'user') continue;
    for (const scope of ['pull', 'push', 'read-results', 'admin'] as const) {
      const actor: Actor = { ...given.actor, scopes: [scope] };
      for (const action of REPOSITORY_ACTIONS) {
        const person = promised(action, given);
        const found = told(actor, action, repositoryOf(given));
        const isCut = person === 'allowed' || person === 'plan';
        const expected = isCut && !SCOPE_ALLOWS[scope](action) ? 'forbidden' : person;
        assert.equal(found, expected, `${scope} ${action} ${JSON.stringify(given)}`);
        cells += 1;
      }
    }
  }
  assert.ok(cells >= 2_000, `${cells} cells`);
});

test('an organization’s token is an editor there, cut to its scopes, and nobody elsewhere', () => {
  const robot = { kind: 'robot', tokenId: 't', namespaceId: 1, name: 'acme+ci' } as const;
  const given: Case = {
    kind: 'organization',
    plan: 'team',
    entitlement: 'active',
    visibility: 'private',
    isPublished: false,
    who: { role: 'editor' },
    actor: PERSON,
  };
  for (const scope of ['pull', 'push', 'read-results', 'admin'] as const) {
    const actor: Actor = { ...robot, scopes: [scope] };
    for (const action of REPOSITORY_ACTIONS) {
      const here = told(actor, action, repositoryOf(given));
      assert.equal(here, SCOPE_ALLOWS[scope](action) ? 'allowed' : 'forbidden', action);
      const elsewhere = told(actor, action, repositoryOf({ ...given, who: {} }));
      assert.equal(elsewhere, 'missing', action);
    }
  }
});

/** The least role that may, in a namespace of a plan with analysis. */
const NAMESPACE: Readonly<Record<string, Role>> = {
  'namespace.plan.read': 'member',
  'namespace.settings.read': 'editor',
  'namespace.settings.write': 'owner',
  'namespace.audit.read': 'owner',
  'namespace.delete': 'owner',
  'namespace.activate': 'editor',
  'namespace.deactivate': 'editor',
  'namespace.exceptions.write': 'editor',
  'repository.create': 'editor',
  'organization.members.read': 'member',
  'organization.members.write': 'owner',
  'organization.leave': 'member',
  'organization.teams.read': 'member',
  'organization.teams.write': 'owner',
  'organization.tokens.read': 'owner',
  'organization.tokens.write': 'owner',
};

test('every action on a namespace is as promised, and its private side is nobody else’s', () => {
  const order: readonly (Role | undefined)[] = [undefined, 'member', 'editor', 'owner'];
  const namespace = {
    id: 1,
    name: 'acme',
    kind: 'organization',
    plan: 'team',
    entitlement: 'active',
  } as const;
  for (const role of order) {
    for (const hasPublic of [false, true]) {
      const standing = role === undefined ? {} : { role };
      const subject: Subject = { kind: 'namespace', namespace, hasPublic, standing };
      for (const [action, least] of Object.entries(NAMESPACE)) {
        const one = ACTIONS.find((known) => known === action);
        assert.ok(one, `${action} is no action`);
        const isEnough = order.indexOf(role) >= order.indexOf(least);
        const denied = role !== undefined || hasPublic ? 'forbidden' : 'missing';
        assert.equal(told(PERSON, one, subject), isEnough ? 'allowed' : denied, action);
        const stranger: Subject = { ...subject, standing: {} };
        const foreign = hasPublic ? 'forbidden' : 'missing';
        assert.equal(told(ADMINISTRATOR, one, stranger), foreign, `administrator: ${action}`);
        assert.equal(told(ANONYMOUS, one, stranger), 'sign-in', `anonymous: ${action}`);
      }
    }
  }
});

test('what is not there and what may not be seen are answered alike, for everyone', () => {
  const hidden: Case = {
    kind: 'organization',
    plan: 'team',
    entitlement: 'active',
    visibility: 'private',
    isPublished: true,
    who: {},
    actor: PERSON,
  };
  const robot: Actor = {
    kind: 'robot',
    tokenId: 't',
    namespaceId: 9,
    name: 'other+ci',
    scopes: ['admin'],
  };
  const namespace = {
    kind: 'namespace',
    namespace: namespaceOf(hidden),
    hasPublic: false,
    standing: {},
  } as const;
  const limited: Actor = { ...PERSON, scopes: ['pull'] };
  const everyone: readonly Actor[] = [ANONYMOUS, PERSON, ADMINISTRATOR, robot, limited];
  for (const actor of everyone) {
    for (const action of ACTIONS.filter((one) => !/^(?:instance|account|vuln)/.test(one))) {
      // Of the instance, though not the administrators'.
      if (['organization.create', 'fleet.read'].includes(action)) continue;
      const missing = may(actor, action, { kind: 'missing' });
      assert.notEqual(missing.kind, 'allowed', action);
      assert.deepEqual(may(actor, action, repositoryOf(hidden)), missing, action);
      assert.deepEqual(may(actor, action, namespace), missing, action);
    }
  }
});

test('an account is its person’s, and its security is for sessions only', () => {
  const own: Subject = { kind: 'account', userId: 7 };
  const other: Subject = { kind: 'account', userId: 8 };
  const token: Actor = { ...PERSON, scopes: ['admin'] };
  for (const action of ACTIONS.filter((one) => one.startsWith('account.'))) {
    assert.equal(told(PERSON, action, own), 'allowed');
    assert.equal(told(PERSON, action, other), 'missing');
    assert.equal(told(ADMINISTRATOR, action, other), 'missing');
    assert.equal(told(ANONYMOUS, action, own), 'sign-in');
    const isGuarded = /security|sessions|delete/.test(action);
    assert.equal(told(token, action, own), isGuarded ? 'forbidden' : 'allowed', action);
  }
});

test('the instance is the administrators’, but for what everyone needs', () => {
  const subject: Subject = { kind: 'instance' };
  const pulling: Actor = { ...ADMINISTRATOR, scopes: ['pull'] };
  for (const action of ACTIONS.filter((one) => one.startsWith('instance.'))) {
    const isOpen = action === 'instance.see';
    assert.equal(told(ADMINISTRATOR, action, subject), 'allowed', action);
    assert.equal(told(PERSON, action, subject), isOpen ? 'allowed' : 'forbidden', action);
    assert.equal(told(ANONYMOUS, action, subject), isOpen ? 'allowed' : 'sign-in', action);
    assert.equal(told(pulling, action, subject), isOpen ? 'allowed' : 'forbidden', action);
  }
  assert.equal(told(PERSON, 'organization.create', subject), 'allowed');
  assert.equal(told(ANONYMOUS, 'organization.create', subject), 'sign-in');
  assert.equal(told(PERSON, 'fleet.read', subject), 'allowed');
  assert.equal(told(ANONYMOUS, 'fleet.read', subject), 'sign-in');
  assert.equal(told({ ...PERSON, scopes: ['pull'] }, 'fleet.read', subject), 'forbidden');
});
