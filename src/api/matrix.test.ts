import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor, Scope } from '../accounts/index.ts';
import { addPerson, as, done, setUp } from '../store/accounts-world.contract.ts';
import { ROUTES } from './contract/areas.ts';
import type { Access, Route } from './contract/route.ts';
import { PREFIX } from './contract/route.ts';
import { createApiWith } from './create-api.ts';
import { ProblemError } from './problem.ts';
import type { SmallServer } from './small-server.contract.ts';
import { DIGEST, withServer } from './small-server.contract.ts';

/**
 * Every route x who x plan x visibility against what docs of the product say (PRODUCT.md, 1), written down
 * here a second time: as sentences about roles, not as the table of policies that the server reads.
 */
type Who =
  | 'anonymous'
  | 'stranger'
  | 'administrator'
  | 'owner'
  | 'editor'
  | 'member'
  | 'reader'
  | 'writer'
  | 'repository administrator'
  | 'pull token of the owner'
  | 'push robot'
  | 'pull robot';

interface Place {
  /** `lapsed`: Free since a moment ago, so that kept results are readable for some time. */
  readonly plan: 'free' | 'team' | 'lapsed';
  readonly kind: 'public' | 'private' | 'published';
}

/** 200: reaches the handler. */
type Verdict = 200 | 401 | 402 | 403 | 404;

const PLANS: readonly Place['plan'][] = ['free', 'team', 'lapsed'];
const DAY = 24 * 60 * 60 * 1000;
const KINDS: readonly Place['kind'][] = ['private', 'public', 'published'];

test('every route answers each kind of person as the product says (C1)', async (t) => {
  const server = await withServer(t, (options) => createApiWith(options, REACHED));
  const world = await populate(server);
  const wrong: string[] = [];
  let cells = 0;
  const check = async (route: Route, who: Who, place: Place): Promise<void> => {
    const { status } = await server.call(route.method, pathOf(route, place), {
      token: world.tokens.get(who),
      // Refused as a body only after the one who sends it was let through.
      ...(route.method !== 'GET' && { body: '[]' }),
    });
    const seen = status === 501 || status === 400 || status === 415 ? 200 : status;
    const expected = expectedOf(route.access, who, place);
    cells += 1;
    if (seen !== expected) {
      wrong.push(`${route.id} ${who} ${place.plan} ${place.kind}: ${status}, not ${expected}`);
    }
  };
  const queue = ROUTES.flatMap((route) =>
    [...world.tokens.keys()].flatMap((who) =>
      placesOf(route.access).map((place) => () => check(route, who, place)),
    ),
  );
  await inParallel(queue, 16);
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} of ${cells} cells`);
  assert.ok(cells >= 2_000, `${cells} cells`);
});

const REACHED = Object.fromEntries(
  ROUTES.map(({ id }) => [id, () => Promise.reject(new ProblemError('server.feature-off'))]),
);

async function inParallel(work: readonly (() => Promise<void>)[], lanes: number): Promise<void> {
  const rest = work.values();
  const lane = async (): Promise<void> => {
    for (const one of rest) await one();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** What is published or has lapsed differs where results are concerned. */
function placesOf(access: Access): readonly Place[] {
  const { kind } = access;
  if (kind === 'repository') {
    const isOfResults = /results|activate/.test(access.action);
    const places = PLANS.flatMap((plan) => KINDS.map((one) => ({ plan, kind: one })));
    return places.filter((place) =>
      place.plan === 'lapsed'
        ? isOfResults && place.kind === 'private'
        : isOfResults || place.kind !== 'published',
    );
  }
  if (kind === 'namespace') return PLANS.slice(0, 2).map((plan) => ({ plan, kind: 'private' }));
  return [{ plan: 'team', kind: 'private' }];
}

function pathOf({ path, query }: Route, { plan, kind }: Place): string {
  const values: Readonly<Record<string, string>> = {
    namespace: `org-${plan}`,
    repository: kind,
    tag: 'v1',
    digest: DIGEST,
    reference: 'v1',
    id: '01234567-89ab-4cde-8f01-23456789abcd',
    user: 'mel',
    name: 'mel',
    team: 'readers',
    kind: 'team',
    holder: 'readers',
    provider: 'corp',
    type: 'npm',
  };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
  const needed = Object.keys(query?.shape ?? {});
  const given = [
    ...(needed.includes('format') ? ['format=csv'] : []),
    ...(needed.includes('before') ? ['before=latest'] : []),
    ...(needed.includes('q') ? ['q=x'] : []),
  ];
  return `${PREFIX}${filled}${given.length > 0 ? `?${given.join('&')}` : ''}`;
}

// --- What the product says.

function expectedOf(access: Access, who: Who, place: Place): Verdict {
  switch (access.kind) {
    case 'open':
      return 200;
    case 'instance':
      return onInstance(access.action, who);
    case 'self':
      return onSelf(access.action, who);
    case 'namespace':
      return onNamespace(access.action, whoAt(who, place), place);
    case 'repository':
      return onRepository(access.action, whoAt(who, place), place);
  }
}

/** A token of one organization is a stranger to every other. */
function whoAt(who: Who, { plan }: Place): Who {
  return ROBOTS.includes(who) && plan !== 'team' ? 'stranger' : who;
}

const ROBOTS: readonly Who[] = ['push robot', 'pull robot'];
const PEOPLE: readonly Who[] = [
  'stranger',
  'administrator',
  'owner',
  'editor',
  'member',
  'reader',
  'writer',
  'repository administrator',
];

/** Administrators run the instance; anyone with an account may make an organization. */
function onInstance(action: string, who: Who): Verdict {
  if (['instance.see', 'vulnerabilities.read'].includes(action)) return 200;
  if (who === 'anonymous') return 401;
  if (['organization.create', 'fleet.read'].includes(action))
    return PEOPLE.includes(who) ? 200 : 403;
  // Who lets people in is decided by somebody who is there, by no token.
  if (action === 'instance.identity.write') return 403;
  return who === 'administrator' ? 200 : 403;
}

/** A token for everything does what its person may, but for what guards the account itself. */
function onSelf(action: string, who: Who): Verdict {
  if (who === 'anonymous') return 401;
  if (ROBOTS.includes(who)) return 404;
  if (action === 'account.read') return 200;
  const needsSession = ['account.security.write', 'account.delete'].includes(action);
  if (needsSession || action.startsWith('account.sessions.')) return 403;
  return who === 'pull token of the owner' ? 403 : 200;
}

const OWNERS = ['owner'];
const EDITORS = ['owner', 'editor'];
const BELONGING = ['owner', 'editor', 'member', 'reader', 'writer', 'repository administrator'];

/** Organizations have something public each, so that everyone may see that they are there. */
function onNamespace(action: string, who: Who, { plan }: Place): Verdict {
  if (action === 'namespace.see') return 200;
  if (who === 'anonymous') return 401;
  const rule = NAMESPACE_RULES[action];
  assert.ok(rule, `the product says nothing of ${action}`);
  const { scope, people } = rule;
  if (!isOneOf(people, who)) return 403;
  if (!hasScope(scope, who)) return 403;
  return action === 'namespace.activate' && plan === 'free' ? 402 : 200;
}

interface Rule {
  readonly people: readonly string[];
  readonly scope: Scope | 'any' | 'session';
}

const NAMESPACE_RULES: Readonly<Record<string, Rule>> = {
  'namespace.plan.read': { people: BELONGING, scope: 'any' },
  'namespace.settings.read': { people: EDITORS, scope: 'admin' },
  'namespace.settings.write': { people: OWNERS, scope: 'admin' },
  'namespace.audit.read': { people: OWNERS, scope: 'admin' },
  'namespace.delete': { people: OWNERS, scope: 'session' },
  'namespace.activate': { people: EDITORS, scope: 'admin' },
  'namespace.deactivate': { people: EDITORS, scope: 'admin' },
  'repository.create': { people: EDITORS, scope: 'push' },
  'organization.members.read': { people: BELONGING, scope: 'admin' },
  'organization.members.write': { people: OWNERS, scope: 'admin' },
  'organization.leave': { people: BELONGING, scope: 'session' },
  'organization.teams.read': { people: BELONGING, scope: 'admin' },
  'organization.teams.write': { people: OWNERS, scope: 'admin' },
  'organization.tokens.read': { people: OWNERS, scope: 'admin' },
  'organization.tokens.write': { people: OWNERS, scope: 'admin' },
};

/** A robot is an editor of its organization, cut to its scopes. */
function isOneOf(people: readonly string[], who: Who): boolean {
  if (who === 'pull token of the owner') return people.includes('owner');
  return people.includes(ROBOTS.includes(who) ? 'editor' : who);
}

function hasScope(scope: Rule['scope'], who: Who): boolean {
  if (scope === 'any') return true;
  if (who === 'pull token of the owner' || who === 'pull robot') return scope === 'pull';
  if (who === 'push robot') return scope === 'push' || scope === 'pull';
  return scope !== 'session';
}

const READERS = ['owner', 'editor', 'reader', 'writer', 'repository administrator'];
const WRITERS = ['owner', 'editor', 'writer', 'repository administrator'];
const ADMINS = ['owner', 'editor', 'repository administrator'];

function onRepository(action: string, who: Who, { plan, kind }: Place): Verdict {
  const rule = REPOSITORY_RULES[action];
  assert.ok(rule, `the product says nothing of ${action}`);
  // A member reads what the organization shows to everyone.
  const readers = kind === 'private' ? READERS : [...READERS, 'member'];
  const isSeen = kind !== 'private' || isOneOf(readers, who);
  const isForAll =
    (rule.people === 'everyone, of a public one' && kind !== 'private') ||
    // Whom the plan does not concern is not told of it.
    (rule.people === 'everyone, of a published one' && kind === 'published' && plan !== 'free');
  const people = typeof rule.people === 'string' ? readers : rule.people;
  if (!isForAll && !isOneOf(people, who)) {
    if (who === 'anonymous') return 401;
    return isSeen ? 403 : 404;
  }
  if (who !== 'anonymous' && !hasScope(rule.scope, who)) return isSeen ? 403 : 404;
  if (rule.needsPlan === undefined || plan === 'team') return 200;
  return plan === 'lapsed' && rule.needsPlan === 'or had it lately' ? 200 : 402;
}

interface RepositoryRule {
  readonly people: readonly string[] | 'everyone, of a public one' | 'everyone, of a published one';
  readonly scope: Rule['scope'];
  readonly needsPlan?: 'now' | 'or had it lately';
}

const REPOSITORY_RULES: Readonly<Record<string, RepositoryRule>> = {
  'repository.see': { people: 'everyone, of a public one', scope: 'any' },
  'repository.pull': { people: 'everyone, of a public one', scope: 'pull' },
  'repository.tags.read': { people: 'everyone, of a public one', scope: 'any' },
  'repository.results.read': {
    people: 'everyone, of a published one',
    scope: 'read-results',
    needsPlan: 'or had it lately',
  },
  'repository.results.run': { people: WRITERS, scope: 'push', needsPlan: 'now' },
  'repository.results.import': { people: WRITERS, scope: 'push', needsPlan: 'now' },
  'repository.activate': { people: ADMINS, scope: 'admin', needsPlan: 'now' },
  'repository.deactivate': { people: ADMINS, scope: 'admin' },
  'repository.content.delete': { people: ADMINS, scope: 'admin' },
  'repository.settings.read': { people: ADMINS, scope: 'admin' },
  'repository.settings.write': { people: ADMINS, scope: 'admin' },
  'repository.grants.read': { people: ADMINS, scope: 'admin' },
  'repository.grants.write': { people: ADMINS, scope: 'admin' },
  'repository.delete': { people: ADMINS, scope: 'admin' },
};

// --- The world that they are asked in.

interface Populated {
  readonly tokens: ReadonlyMap<Who, string | undefined>;
}

async function populate(server: SmallServer): Promise<Populated> {
  const { accounts } = server;
  const alice = (await setUp(server)).actor;
  const person = async (name: string): Promise<Actor> =>
    (await addPerson(server, alice, name)).actor;
  const olga = await person('olga');
  const others = new Map<Who, Actor>([
    ['stranger', await person('sam')],
    ['editor', await person('ed')],
    ['member', await person('mel')],
    ['reader', await person('ray')],
    ['writer', await person('will')],
    ['repository administrator', await person('rita')],
  ]);
  for (const plan of PLANS) await makeOrganization(server, { olga, plan });
  done(await accounts.namespaces.setPlan(as(alice), 'org-free', 'free'));
  server.pass(31 * DAY);
  done(await accounts.namespaces.setPlan(as(alice), 'org-lapsed', 'free'));
  const tokens = new Map<Who, string | undefined>([['anonymous', undefined]]);
  const add = async (who: Who, actor: Actor, scopes: readonly Scope[]): Promise<void> => {
    const name = who.replaceAll(' ', '-');
    tokens.set(who, done(await accounts.tokens.make(as(actor), { name, scopes })).secret);
  };
  await add('administrator', alice, ['admin']);
  await add('owner', olga, ['admin']);
  await add('pull token of the owner', olga, ['pull']);
  for (const who of PEOPLE) {
    const actor = others.get(who);
    if (actor) await add(who, actor, ['admin']);
  }
  for (const [who, scope] of [
    ['push robot', 'push'],
    ['pull robot', 'pull'],
  ] as const) {
    tokens.set(who, await robot(server, olga, scope));
  }
  return { tokens };
}

/** A robot belongs to one organization only: the other plans are seen by people. */
async function robot({ accounts }: SmallServer, olga: Actor, scope: Scope): Promise<string> {
  const request = { name: `robot-${scope}`, scopes: [scope] };
  return done(await accounts.tokens.makeForOrganization(as(olga), 'org-team', request)).secret;
}

async function makeOrganization(
  { accounts }: SmallServer,
  { olga, plan }: { readonly olga: Actor; readonly plan: Place['plan'] },
): Promise<void> {
  const name = `org-${plan}`;
  const { organizations, invitations, teams, repositories } = accounts;
  done(await organizations.create(as(olga), { name }));
  const members = {
    ed: 'editor',
    mel: 'member',
    ray: 'member',
    will: 'member',
    rita: 'member',
  } as const;
  for (const [person, role] of Object.entries(members)) {
    const { link } = done(await invitations.invite(as(olga), name, { role }));
    const token = link.slice(link.indexOf('#') + 1);
    const actor = await actorNamed(accounts, person);
    done(await invitations.accept(as(actor), token));
  }
  for (const kind of KINDS) {
    const visibility = kind === 'private' ? 'private' : 'public';
    done(await repositories.create(as(olga), { name: `${name}/${kind}`, visibility }));
    const change = { publishesResults: kind === 'published' };
    done(await repositories.change(as(olga), `${name}/${kind}`, change));
  }
  const grants = {
    readers: ['ray', 'read'],
    writers: ['will', 'write'],
    admins: ['rita', 'admin'],
  } as const;
  for (const [team, [person, permission]] of Object.entries(grants)) {
    done(await teams.create(as(olga), name, { name: team }));
    done(await teams.add(as(olga), name, team, person));
    for (const kind of KINDS) {
      const holder = { kind: 'team', name: team } as const;
      done(await repositories.grant(as(olga), `${name}/${kind}`, holder, permission));
    }
  }
}

async function actorNamed(accounts: SmallServer['accounts'], name: string): Promise<Actor> {
  const { actor } = done(
    await accounts.signIn.withPassword(
      { name, password: 'correct horse battery' },
      { requestId: 'r', address: '192.0.2.7', userAgent: 'test' },
    ),
  );
  return actor;
}
