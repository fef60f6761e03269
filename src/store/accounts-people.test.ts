import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ANONYMOUS } from '../accounts/index.ts';
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

describe('setting up', () => {
  test('a new instance has nobody, and no password signs in', async (t) => {
    const { accounts } = await withAccounts(t);
    assert.equal(await accounts.setUp.isNeeded(), true);
    for (const name of ['admin', 'root', 'drydock']) {
      for (const password of ['', 'admin', 'password', 'drydock']) {
        const tried = await accounts.signIn.withPassword(
          { name, password },
          { ...ORIGIN, address: `${name}${password}` },
        );
        assert.equal(codeOf(tried), 'wrong-credentials');
      }
    }
  });

  test('the link makes one administrator on Pro, and is good once', async (t) => {
    const world = await withAccounts(t);
    const { accounts } = world;
    const link = (await accounts.setUp.offer()) ?? '';
    assert.match(link, /^https:\/\/drydock\.test\/setup#ddu_\w{42}$/);
    const token = link.slice(link.indexOf('#') + 1);
    const form = { token, name: 'alice', password: PASSWORD };
    const { actor } = done(await accounts.setUp.complete(form, ORIGIN));
    assert.ok(actor.kind === 'user' && actor.isAdministrator);
    assert.equal(done(await accounts.namespaces.see(actor, 'alice')).plan, 'pro');
    assert.equal(
      codeOf(await accounts.setUp.complete({ ...form, name: 'mallory' }, ORIGIN)),
      'link-invalid',
    );
    assert.equal(await accounts.setUp.offer(), undefined);
  });

  test('of twenty who use two links at once, one is the administrator', async (t) => {
    const world = await withAccounts(t);
    const links = [await world.accounts.setUp.offer(), await world.accounts.setUp.offer()];
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const link = links[index % 2] ?? '';
        const token = link.slice(link.indexOf('#') + 1);
        const form = { token, name: `user-${index}`, password: PASSWORD };
        return world.accounts.setUp.complete(form, ORIGIN);
      }),
    );
    assert.equal(tries.filter(({ ok }) => ok).length, 1);
    assert.equal(await world.store.countUsers(), 1);
  });

  test('a link older than a day, and a made-up one, set nothing up', async (t) => {
    const world = await withAccounts(t);
    const link = (await world.accounts.setUp.offer()) ?? '';
    world.pass(24 * 60 * 60 * 1000);
    const token = link.slice(link.indexOf('#') + 1);
    for (const shown of [token, '', 'ddu_', `${token}x`]) {
      const form = { token: shown, name: 'alice', password: PASSWORD };
      assert.equal(codeOf(await world.accounts.setUp.complete(form, ORIGIN)), 'link-invalid');
    }
  });
});

describe('people', () => {
  test('the last administrator stays one, even when two step down at once', async (t) => {
    const world = await withAccounts(t);
    const { accounts } = world;
    const alice = (await setUp(world)).actor;
    assert.equal(
      codeOf(await accounts.people.setAdministrator(as(alice), 'alice', false)),
      'last-administrator',
    );
    assert.equal(
      codeOf(await accounts.people.block(as(alice), 'alice', true)),
      'last-administrator',
    );
    await addPerson(world, alice, 'bob');
    done(await accounts.people.setAdministrator(as(alice), 'bob', true));
    const both = await Promise.all(
      ['alice', 'bob'].map((name) => accounts.people.setAdministrator(as(alice), name, false)),
    );
    assert.deepEqual(both.map(codeOf).toSorted(), ['done', 'last-administrator']);
  });

  test('a blocked person is signed in nowhere, at once', async (t) => {
    const world = await withAccounts(t);
    const { accounts } = world;
    const alice = (await setUp(world)).actor;
    const bob = await addPerson(world, alice, 'bob');
    const { secret } = done(
      await accounts.tokens.make(as(bob.actor), { name: 'ci', scopes: ['admin'] }),
    );
    assert.ok(await accounts.access.byToken(secret));
    done(await accounts.people.block(as(alice), 'bob', true));
    assert.equal(await accounts.access.bySession(bob.sessionToken), undefined);
    assert.equal(await accounts.access.byToken(secret), undefined);
    const tried = await accounts.signIn.withPassword({ name: 'bob', password: PASSWORD }, ORIGIN);
    assert.equal(codeOf(tried), 'wrong-credentials');
  });

  test('only administrators list, invite or block people, and others hear why', async (t) => {
    const world = await withAccounts(t);
    const { accounts } = world;
    const alice = (await setUp(world)).actor;
    const bob = (await addPerson(world, alice, 'bob')).actor;
    assert.equal(codeOf(await accounts.people.list(bob, { limit: 10 })), 'forbidden');
    assert.equal(codeOf(await accounts.people.invite(as(bob), {})), 'forbidden');
    assert.equal(codeOf(await accounts.people.block(as(bob), 'alice', true)), 'forbidden');
    assert.equal(codeOf(await accounts.people.list(ANONYMOUS, { limit: 10 })), 'needs-sign-in');
    const listed = done(await accounts.people.list(alice, { limit: 10 }));
    assert.deepEqual(
      listed.map(({ name }) => name),
      ['alice', 'bob'],
    );
    assert.doesNotMatch(JSON.stringify(listed), /argon2|secret/);
  });

  test('nobody raises himself by fields that a form does not have', async (t) => {
    const world = await withAccounts(t);
    const { accounts } = world;
    const alice = (await setUp(world)).actor;
    const bob = (await addPerson(world, alice, 'bob')).actor;
    const forged = {
      displayName: 'Bob',
      isAdministrator: true,
      is_administrator: true,
      isEmailVerified: true,
      passwordHash: 'x',
      role: 'owner',
      plan: 'pro',
      planState: { plan: 'pro' },
      id: 1,
    };
    done(await accounts.account.changeProfile(as(bob), forged));
    done(await accounts.namespaces.change(as(bob), 'bob', forged));
    const row = done(await accounts.account.profile(bob));
    assert.deepEqual(
      [row.displayName, row.isAdministrator, row.isEmailVerified],
      ['Bob', false, false],
    );
    assert.equal(done(await accounts.namespaces.see(bob, 'bob')).plan, 'free');
    const link = done(await accounts.people.invite(as(alice), {})).link;
    const token = link.slice(link.indexOf('#') + 1);
    const form = { ...forged, token, name: 'carol', password: PASSWORD };
    const carol = done(await accounts.invitations.acceptAsNew(form, ORIGIN)).actor;
    assert.ok(carol.kind === 'user' && !carol.isAdministrator);
    const repository = { ...forged, name: 'bob/app', isAnalysisActive: true, namespaceId: 1 };
    done(await accounts.repositories.create(as(bob), repository));
    const settings = {
      ...forged,
      description: 'x',
      isAnalysisActive: true,
      namespaceId: 1,
      name: 'alice/app',
    };
    const changed = done(await accounts.repositories.change(as(bob), 'bob/app', settings));
    assert.deepEqual([changed.isAnalysisActive, changed.name], [false, 'bob/app']);
  });

  test('the name of somebody who left is nobody’s, and nothing of his is left', async (t) => {
    const world = await withAccounts(t);
    const { accounts, store } = world;
    const alice = (await setUp(world)).actor;
    const bob = await addPerson(world, alice, 'bob');
    const { secret } = done(
      await accounts.tokens.make(as(bob.actor), { name: 'ci', scopes: ['pull'] }),
    );
    done(await accounts.repositories.create(as(bob.actor), { name: 'bob/app' }));
    done(await accounts.people.remove(as(alice), 'bob'));
    assert.equal(await accounts.access.byToken(secret), undefined);
    assert.equal(await accounts.access.bySession(bob.sessionToken), undefined);
    assert.equal(await store.repositoryByName('bob/app'), undefined);
    assert.equal(
      codeOf(await accounts.organizations.create(as(alice), { name: 'bob' })),
      'name-taken',
    );
    const { link } = done(await accounts.people.invite(as(alice), {}));
    const form = { token: link.slice(link.indexOf('#') + 1), name: 'bob', password: PASSWORD };
    assert.equal(codeOf(await accounts.invitations.acceptAsNew(form, ORIGIN)), 'name-taken');
  });

  test('an organization that is deleted leaves its name behind, and its tokens dead', async (t) => {
    const world = await withAccounts(t);
    const { accounts } = world;
    const alice = (await setUp(world)).actor;
    done(await accounts.organizations.create(as(alice), { name: 'acme' }));
    const made = done(
      await accounts.tokens.makeForOrganization(as(alice), 'acme', {
        name: 'ci',
        scopes: ['push'],
      }),
    );
    done(await accounts.namespaces.remove(as(alice), 'acme'));
    assert.equal(await accounts.access.byToken(made.secret), undefined);
    assert.equal(
      codeOf(await accounts.organizations.create(as(alice), { name: 'acme' })),
      'name-taken',
    );
    assert.equal(codeOf(await accounts.namespaces.see(alice, 'acme')), 'not-found');
  });

  test('of many who take one name at once, one has it', async (t) => {
    const world = await withAccounts(t);
    const alice = (await setUp(world)).actor;
    const tries = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.accounts.organizations.create(as(alice), { name: 'acme' }),
      ),
    );
    assert.deepEqual(
      tries.map(codeOf).filter((code) => code !== 'name-taken'),
      ['done'],
    );
  });
});
