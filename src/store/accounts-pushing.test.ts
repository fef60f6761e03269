import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor } from '../accounts/index.ts';
import { allowed, basic, grantFor, populated } from './accounts-populated.contract.ts';
import { as, codeOf, done, ORIGIN, setUp, withAccounts } from './accounts-world.contract.ts';

describe('pushing', () => {
  test('makes a private repository once, where the person may, however many push', async (t) => {
    const { world, alice } = await populated(t);
    const { registry } = world.accounts;
    const grant = await grantFor(world, {
      scope: 'repository:acme/new/one:pull,push',
      ...basic('alice'),
    });
    const made = await Promise.all(
      Array.from({ length: 8 }, () => registry.repositoryForPush('acme/new/one', grant, ORIGIN)),
    );
    const ids = new Set(made.map((one) => done(one).id));
    assert.equal(ids.size, 1);
    assert.deepEqual(
      await registry.repositoryNamed('acme/new/one'),
      done(made[0] ?? assert.fail()),
    );
    assert.equal((await registry.repositoryNamed('acme/new/one'))?.visibility, 'private');
    const entries = done(await world.accounts.audit.ofNamespace(alice, 'acme', { limit: 50 }));
    const created = entries.filter(({ object }) => object === 'acme/new/one');
    assert.deepEqual(
      created.map(({ deed, actor }) => [deed, actor]),
      [['repository.create', 'alice']],
    );
  });

  test('makes nothing where the person may not, or where nobody is', async (t) => {
    const { world } = await populated(t);
    for (const name of ['acme/new', 'alice/new', 'nobody/new', 'api/new']) {
      const ask = { scope: `repository:${name}:pull,push`, ...basic('bob') };
      assert.equal(await allowed(world, name, ask), '', name);
      const grant = await grantFor(world, ask);
      const made = await world.accounts.registry.repositoryForPush(name, grant, ORIGIN);
      assert.equal(codeOf(made), 'not-found', name);
    }
  });

  test('needs the right still when the repository is made, not only when the token was', async (t) => {
    const { world, alice } = await populated(t);
    const { accounts } = world;
    done(await accounts.organizations.setRole(as(alice), 'acme', 'bob', 'editor'));
    const grant = await grantFor(world, { scope: 'repository:acme/late:push', ...basic('bob') });
    done(await accounts.organizations.setRole(as(alice), 'acme', 'bob', 'member'));
    const made = await accounts.registry.repositoryForPush('acme/late', grant, ORIGIN);
    assert.equal(codeOf(made), 'not-found');
  });

  test('without credentials works only where the instance says so, and never in what is owned', async (t) => {
    const closed = await withAccounts(t);
    assert.equal(await allowed(closed, 'crew/app', { scope: 'repository:crew/app:*' }), '');
    const world = await withAccounts(t, { anonymous: 'push' });
    const alice = (await setUp(world)).actor;
    done(
      await world.accounts.repositories.create(as(alice), {
        name: 'alice/app',
        visibility: 'public',
      }),
    );
    const scope = ['repository:crew/app:*', 'repository:alice/app:*', 'repository:admin/app:*'];
    assert.equal(await allowed(world, 'crew/app', { scope }), 'pull,push,delete');
    assert.equal(await allowed(world, 'alice/app', { scope }), 'pull');
    assert.equal(await allowed(world, 'admin/app', { scope }), '');
    const grant = await grantFor(world, { scope });
    const made = done(await world.accounts.registry.repositoryForPush('crew/app', grant, ORIGIN));
    assert.equal(made.visibility, 'public');
    assert.equal(await allowed(world, 'crew/app', { scope }), 'pull,push,delete');
    const again = await world.accounts.registry.repositoryForPush('crew/two', grant, ORIGIN);
    assert.equal(codeOf(again), 'not-found', 'the token does not tell of it');
  });

  test('where anonymous people may do nothing, they pull nothing either', async (t) => {
    const world = await withAccounts(t, { anonymous: 'none' });
    const alice = (await setUp(world)).actor;
    done(
      await world.accounts.repositories.create(as(alice), {
        name: 'alice/app',
        visibility: 'public',
      }),
    );
    assert.equal(await allowed(world, 'alice/app', { scope: 'repository:alice/app:pull' }), '');
    const listed = await world.accounts.registry.visibleRepositories(
      { kind: 'anonymous' },
      { limit: 10 },
    );
    assert.deepEqual(listed, []);
  });
});

test('each sees exactly the repositories that he may pull, page by page', async (t) => {
  const { world, alice, bob, carol } = await populated(t);
  const { registry } = world.accounts;
  const names = async (actor: Actor): Promise<string[]> => {
    const all: string[] = [];
    for (;;) {
      const after = all.at(-1);
      const page = { limit: 1, ...(after !== undefined && { after }) };
      const [row] = await registry.visibleRepositories(actor, page);
      if (!row) return all;
      all.push(row.name);
    }
  };
  assert.deepEqual(await names(alice), ['acme/app', 'acme/other', 'alice/open', 'alice/secret']);
  assert.deepEqual(await names(bob), ['acme/app', 'alice/open']);
  assert.deepEqual(await names(carol), ['acme/app', 'alice/open']);
  assert.deepEqual(await names({ kind: 'anonymous' }), ['alice/open']);
  const { namespaceId } = (await registry.repositoryNamed('acme/app')) ?? assert.fail();
  const robot = {
    kind: 'robot',
    tokenId: 't',
    namespaceId,
    name: 'acme+ci',
    scopes: ['pull'],
  } as const;
  assert.deepEqual(await names(robot), ['acme/app', 'acme/other', 'alice/open']);
  const percent = await registry.visibleRepositories(alice, { limit: 9, search: '%' });
  assert.deepEqual(percent, [], 'a search is a text, not a pattern');
});
