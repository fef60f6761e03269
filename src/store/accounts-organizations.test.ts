import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Actor, Context } from '../accounts/index.ts';
import { ANONYMOUS } from '../accounts/index.ts';
import { populated } from './accounts-populated.contract.ts';
import type { TestAccounts } from './accounts-world.contract.ts';
import {
  addPerson,
  as,
  codeOf,
  done,
  ORIGIN,
  PASSWORD,
  setUp,
  withAccounts,
} from './accounts-world.contract.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('organizations', () => {
  test('begin on Team, and their maker owns them', async (t) => {
    const world = await withAccounts(t);
    const { accounts } = world;
    const alice = (await setUp(world)).actor;
    done(
      await accounts.organizations.create(as(alice), { name: 'acme', displayName: 'Acme & Söhne' }),
    );
    const seen = done(await accounts.namespaces.see(alice, 'acme'));
    assert.deepEqual([seen.plan, seen.role, seen.entitlement], ['team', 'owner', 'active']);
    assert.deepEqual(
      done(await accounts.namespaces.mine(alice)).map(({ name, role }) => [name, role]),
      [
        ['acme', 'owner'],
        ['alice', 'owner'],
      ],
    );
  });

  test('are made by administrators only where the instance says so', async (t) => {
    const world = await withAccounts(t, { organizationsBy: 'administrators' });
    const alice = (await setUp(world)).actor;
    const bob = (await addPerson(world, alice, 'bob')).actor;
    const create = (actor: Actor) =>
      world.accounts.organizations.create(as(actor), { name: 'acme' });
    assert.equal(codeOf(await create(bob)), 'forbidden');
    assert.equal(codeOf(await create(alice)), 'done');
  });

  test('keep an owner, even when two owners leave at once', async (t) => {
    const { world, alice, bob } = await populated(t);
    const { organizations } = world.accounts;
    assert.equal(codeOf(await organizations.leave(as(alice), 'acme')), 'last-owner');
    assert.equal(
      codeOf(await organizations.setRole(as(alice), 'acme', 'alice', 'member')),
      'last-owner',
    );
    assert.equal(
      codeOf(await world.accounts.account.remove(as(alice), { password: PASSWORD })),
      'last-administrator',
    );
    done(await organizations.setRole(as(alice), 'acme', 'bob', 'owner'));
    const both = await Promise.all([
      organizations.leave(as(alice), 'acme'),
      organizations.leave(as(bob), 'acme'),
    ]);
    assert.deepEqual(both.map(codeOf).toSorted(), ['done', 'last-owner']);
  });

  test('an owner who leaves waits for the other who is leaving, and stays', async (t) => {
    const { world, alice, bob } = await populated(t);
    const { organizations, namespaces } = world.accounts;
    done(await organizations.setRole(as(alice), 'acme', 'bob', 'owner'));
    const { id } = done(await namespaces.see(alice, 'acme'));
    assert.ok(alice.kind === 'user');
    let left: Promise<string> | undefined;
    await world.store.transaction(async (records) => {
      await records.lockOwners(id);
      left = organizations.leave(as(bob), 'acme').then(codeOf);
      const first = await Promise.race([left, delay(200).then(() => 'waits')]);
      assert.equal(first, 'waits');
      await records.removeMember(id, alice.userId);
    });
    assert.equal(await left, 'last-owner');
  });

  test('a member who goes is out of the teams, and has no grant by them', async (t) => {
    const { world, alice, bob } = await populated(t);
    const { accounts } = world;
    assert.equal(done(await accounts.repositories.see(bob, 'acme/app')).permission, 'write');
    done(await accounts.organizations.removeMember(as(alice), 'acme', 'bob'));
    assert.equal(codeOf(await accounts.repositories.see(bob, 'acme/app')), 'not-found');
    done(await accounts.invitations.invite(as(alice), 'acme', { role: 'member' }));
    const members = done(await accounts.teams.members(alice, 'acme', 'makers'));
    assert.deepEqual(members, []);
    assert.equal(codeOf(await accounts.teams.add(as(alice), 'acme', 'makers', 'bob')), 'not-found');
  });

  test('plans follow the kind of namespace, and only administrators set them', async (t) => {
    const { world, alice, bob } = await populated(t);
    const { namespaces, repositories } = world.accounts;
    const set = (actor: Actor, name: string, plan: 'free' | 'pro' | 'team' | 'business') =>
      namespaces.setPlan(as(actor), name, plan);
    assert.equal(codeOf(await set(alice, 'acme', 'pro')), 'plan-not-for-kind');
    assert.equal(codeOf(await set(alice, 'bob', 'team')), 'plan-not-for-kind');
    assert.equal(codeOf(await set(bob, 'bob', 'pro')), 'forbidden');
    assert.equal(codeOf(await set(alice, 'nobody', 'free')), 'not-found');
    done(await repositories.activate(as(alice), 'acme/app'));
    done(await set(alice, 'acme', 'free'));
    const refused = await repositories.activate(as(alice), 'acme/other');
    assert.ok(!refused.ok && refused.error.code === 'needs-plan');
    assert.deepEqual(refused.error.plans, ['team', 'business']);
    const read = () =>
      world.accounts.access.decide(bob, 'repository.results.read', {
        kind: 'repository',
        name: 'acme/app',
      });
    assert.equal((await read()).kind, 'allowed');
    world.pass(30 * DAY);
    assert.equal((await read()).kind, 'needs-plan');
    done(await set(alice, 'acme', 'business'));
    assert.equal((await read()).kind, 'allowed');
    assert.equal(
      done(await repositories.see(alice, 'acme/app')).isAnalysisActive,
      true,
      'as it was',
    );
  });

  test('activation by pattern reaches what matches, and nothing of another namespace', async (t) => {
    const { world, alice, bob } = await populated(t);
    const { repositories } = world.accounts;
    const like = (actor: Actor, pattern: string, isActive = true) =>
      repositories.activateLike(as(actor), 'acme', { pattern, isActive });
    assert.deepEqual(
      done(await like(alice, 'a*')).map(({ name }) => name),
      ['acme/app'],
    );
    assert.deepEqual(
      done(await like(alice, '*')).map(({ name }) => name),
      ['acme/other'],
    );
    assert.deepEqual(done(await like(alice, '_pp', false)), [], 'only the star is special');
    assert.equal(codeOf(await like(alice, '%')), 'invalid');
    assert.equal(codeOf(await like(bob, '*')), 'forbidden');
    assert.equal(done(await repositories.see(alice, 'alice/secret')).isAnalysisActive, false);
  });
});

describe('invitations', () => {
  test('are good once, for seven days, and until they are withdrawn', async (t) => {
    const { world, alice } = await populated(t);
    const { invitations } = world.accounts;
    const dave = (await addPerson(world, alice, 'dave')).actor;
    const invite = async (): Promise<{ id: string; token: string }> => {
      const made = done(
        await invitations.invite(as(alice), 'acme', { role: 'editor', email: 'dave@example.com' }),
      );
      return { id: made.invitation.id, token: made.link.slice(made.link.indexOf('#') + 1) };
    };
    const used = await invite();
    assert.equal(done(await invitations.look(used.token)).namespaceName, 'acme');
    const twice = await Promise.all([
      invitations.accept(as(dave), used.token),
      invitations.accept(as(dave), used.token),
    ]);
    assert.deepEqual(twice.map(codeOf).toSorted(), ['done', 'link-invalid']);
    assert.equal(done(await world.accounts.namespaces.see(dave, 'acme')).role, 'editor');
    const withdrawn = await invite();
    done(await invitations.withdraw(as(alice), withdrawn.id, 'acme'));
    assert.equal(codeOf(await invitations.accept(as(dave), withdrawn.token)), 'link-invalid');
    const late = await invite();
    world.pass(7 * DAY);
    assert.equal(codeOf(await invitations.accept(as(dave), late.token)), 'link-invalid');
  });

  test('raise nobody down: an owner who accepts one as member stays owner', async (t) => {
    const { world, alice } = await populated(t);
    const { invitations, namespaces } = world.accounts;
    const { link } = done(await invitations.invite(as(alice), 'acme', { role: 'member' }));
    done(await invitations.accept(as(alice), link.slice(link.indexOf('#') + 1)));
    assert.equal(done(await namespaces.see(alice, 'acme')).role, 'owner');
  });
});

/** Everything that takes an id or a name, as a stranger tries it on somebody else's. */
function attempts(
  { accounts }: TestAccounts,
  context: Context,
  ids: Readonly<Record<string, string>>,
) {
  const { actor } = context;
  const [repository, organization] = ['alice/secret', 'hidden'];
  const grantee = { kind: 'collaborator', name: 'mallory' } as const;
  return {
    see: accounts.repositories.see(actor, repository),
    change: accounts.repositories.change(context, repository, { visibility: 'public' }),
    activate: accounts.repositories.activate(context, repository),
    deactivate: accounts.repositories.deactivate(context, repository),
    delete: accounts.repositories.remove(context, repository),
    grants: accounts.repositories.grants(actor, repository),
    grant: accounts.repositories.grant(context, repository, grantee, 'admin'),
    create: accounts.repositories.create(context, { name: 'hidden/new' }),
    namespace: accounts.namespaces.see(actor, organization),
    rename: accounts.namespaces.change(context, organization, { displayName: 'x' }),
    deleteNamespace: accounts.namespaces.remove(context, organization),
    members: accounts.organizations.members(actor, organization),
    role: accounts.organizations.setRole(context, organization, 'mallory', 'owner'),
    invite: accounts.invitations.invite(context, organization, { role: 'owner' }),
    withdraw: accounts.invitations.withdraw(context, ids['invitation'] ?? '', organization),
    teams: accounts.teams.list(actor, organization),
    team: accounts.teams.create(context, organization, { name: 'x' }),
    robots: accounts.tokens.ofOrganization(actor, organization),
    robot: accounts.tokens.makeForOrganization(context, organization, {
      name: 'x',
      scopes: ['pull'],
    }),
    revokeRobot: accounts.tokens.revokeOfOrganization(context, organization, ids['robot'] ?? ''),
    audit: accounts.audit.ofNamespace(actor, organization, { limit: 1 }),
    leave: accounts.organizations.leave(context, organization),
  };
}

test('a stranger finds nothing of what is private, as if it were not there', async (t) => {
  const { world, alice } = await populated(t);
  const { accounts } = world;
  done(await accounts.organizations.create(as(alice), { name: 'hidden' }));
  const robot = done(
    await accounts.tokens.makeForOrganization(as(alice), 'hidden', {
      name: 'ci',
      scopes: ['admin'],
    }),
  );
  const invitation = done(
    await accounts.invitations.invite(as(alice), 'hidden', { role: 'owner' }),
  );
  const ids = { robot: robot.row.id, invitation: invitation.invitation.id };
  const mallory = done(
    await accounts.signIn.withPassword({ name: 'mallory', password: PASSWORD }, ORIGIN),
  ).actor;
  for (const [name, attempt] of Object.entries(attempts(world, as(mallory), ids))) {
    assert.equal(codeOf(await attempt), 'not-found', name);
  }
  for (const [name, attempt] of Object.entries(attempts(world, as(ANONYMOUS), ids))) {
    assert.equal(codeOf(await attempt), 'needs-sign-in', name);
  }
  const own = done(await accounts.tokens.make(as(alice), { name: 'own', scopes: ['admin'] }));
  assert.equal(codeOf(await accounts.tokens.revoke(as(mallory), own.row.id)), 'not-found');
  done(await accounts.organizations.create(as(mallory), { name: 'evil' }));
  for (const id of [own.row.id, robot.row.id, "' OR true --", '']) {
    assert.equal(
      codeOf(await accounts.tokens.revokeOfOrganization(as(mallory), 'evil', id)),
      'not-found',
      id,
    );
  }
  assert.equal(
    codeOf(await accounts.invitations.withdraw(as(mallory), ids.invitation, 'evil')),
    'not-found',
  );
  assert.ok(await accounts.access.byToken(robot.secret));
  const missing = await accounts.repositories.see(mallory, 'alice/missing');
  const hidden = await accounts.repositories.see(mallory, 'alice/secret');
  assert.ok(!missing.ok && !hidden.ok);
  assert.equal(hidden.error.message.replace('secret', 'missing'), missing.error.message);
});

describe('tokens', () => {
  test('are shown once, listed by their ending, and made for no longer than what made them', async (t) => {
    const world = await withAccounts(t);
    const { accounts } = world;
    const { actor } = await setUp(world);
    const now = world.world.clock.now();
    const made = done(
      await accounts.tokens.make(as(actor), {
        name: 'cli',
        scopes: ['admin'],
        expiresAt: now + DAY,
      }),
    );
    const [listed] = done(await accounts.tokens.mine(actor));
    assert.equal(listed?.ending, made.secret.slice(-4));
    const { rows } = await world.database.pool.query('SELECT * FROM access_tokens');
    assert.ok(!JSON.stringify([listed, rows]).includes(made.secret));
    const byToken = (await accounts.access.byToken(made.secret)) ?? assert.fail();
    const child = done(
      await accounts.tokens.make(as(byToken), { name: 'child', scopes: ['pull'] }),
    );
    assert.equal(child.row.expiresAt, now + DAY);
    world.pass(DAY);
    assert.equal(await accounts.access.byToken(made.secret), undefined);
    assert.equal(await accounts.access.byToken(child.secret), undefined);
  });

  test('with odd scopes, names or ends are refused, and a pulling one makes no others', async (t) => {
    const world = await withAccounts(t);
    const { tokens, access } = world.accounts;
    const { actor } = await setUp(world);
    const make = (request: object) =>
      tokens.make(as(actor), { name: 'cli', scopes: ['pull'], ...request });
    assert.equal(codeOf(await make({ scopes: [] })), 'invalid');
    assert.equal(codeOf(await make({ scopes: ['pull', 'root'] })), 'invalid');
    assert.equal(codeOf(await make({ expiresAt: 1 })), 'invalid');
    assert.equal(codeOf(await make({ expiresAt: Number.NaN })), 'invalid');
    assert.equal(codeOf(await make({ name: '<script>' })), 'name-invalid');
    const { secret } = done(await make({}));
    assert.equal(codeOf(await make({})), 'name-taken');
    const byToken = (await access.byToken(secret)) ?? assert.fail();
    assert.equal(
      codeOf(await tokens.make(as(byToken), { name: 'x', scopes: ['pull'] })),
      'forbidden',
    );
    assert.equal(codeOf(await world.accounts.account.sessions(byToken)), 'forbidden');
  });
});
