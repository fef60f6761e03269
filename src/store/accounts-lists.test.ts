import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { NamespacesQuery, UsersQuery } from '../accounts/index.ts';
import { addPerson, as, done, PASSWORD, setUp, withAccounts } from './accounts-world.contract.ts';

test('people are sorted, filtered and paged, and seen to have been here after their session', async (t) => {
  const world = await withAccounts(t);
  const { accounts } = world;
  const alice = (await setUp(world)).actor;
  for (const name of ['carol', 'bob', 'dave']) {
    world.pass(60_000);
    await addPerson(world, alice, name);
  }
  done(await accounts.people.block(as(alice), 'dave', true));
  const list = async (query: Partial<UsersQuery>) =>
    done(await accounts.people.list(alice, { limit: 10, ...query }));
  const names = async (query: Partial<UsersQuery>) => (await list(query)).map(({ name }) => name);
  assert.deepEqual(await names({}), ['alice', 'bob', 'carol', 'dave']);
  assert.deepEqual(await names({ sort: 'createdAt', order: 'descending' }), [
    'dave',
    'bob',
    'carol',
    'alice',
  ]);
  assert.deepEqual(await names({ show: 'blocked' }), ['dave']);
  assert.deepEqual(await names({ show: 'administrators' }), ['alice']);
  assert.deepEqual(await names({ search: 'a' }), ['alice', 'carol', 'dave']);
  assert.deepEqual(await names({ name: 'a' }), []);
  const [first] = await list({ sort: 'createdAt', limit: 1 });
  assert.ok(first);
  const after = [first.key, first.name] as const;
  assert.deepEqual(await names({ sort: 'createdAt', after }), ['carol', 'bob', 'dave']);

  world.pass(3_600_000);
  const here = world.world.clock.now();
  const origin = { requestId: 'r', address: '192.0.2.9', userAgent: 't' };
  const signIn = { name: 'bob', password: PASSWORD };
  const { sessionToken, actor, session } = done(await accounts.signIn.withPassword(signIn, origin));
  world.pass(3_600_000);
  assert.ok(await accounts.access.bySession(sessionToken));
  await accounts.signIn.out(as(actor), session.id);
  const [bob] = await list({ sort: 'seenAt', order: 'descending', limit: 1 });
  assert.deepEqual([bob?.name, bob?.seenAt], ['bob', here + 3_600_000]);
  const made = done(await accounts.tokens.make(as(alice), { name: 'ci', scopes: ['pull'] }));
  world.pass(3_600_000);
  await accounts.access.byToken(made.secret);
  assert.deepEqual((await names({ sort: 'seenAt', order: 'descending' }))[0], 'alice');
});

test('namespaces tell how much is in them and whose they are; a blob counts once', async (t) => {
  const world = await withAccounts(t);
  const { accounts, database } = world;
  const alice = (await setUp(world)).actor;
  const bob = (await addPerson(world, alice, 'bob')).actor;
  for (const name of ['acme', 'big']) done(await accounts.organizations.create(as(bob), { name }));
  for (const name of ['acme/a', 'acme/b', 'big/a']) {
    done(await accounts.repositories.create(as(bob), { name }));
  }
  await sql`insert into blobs (digest, size, created_at, is_stored, leased_until)
    values ('sha256:a', 10, now(), true, now()), ('sha256:b', 100, now(), true, now())`.execute(
    database.kysely,
  );
  await sql`insert into repository_blobs select r.id, b.digest, now()
    from repositories r join blobs b on (r.name like 'acme/%' and b.size = 10)
      or r.name = 'big/a'`.execute(database.kysely);
  const list = async (query: Partial<NamespacesQuery>) =>
    done(await accounts.namespaces.list(alice, { limit: 10, ...query }));
  const [most, second, ...others] = await list({ sort: 'bytes', order: 'descending' });
  assert.deepEqual([most?.name, most?.bytes, most?.repositories], ['big', 110, 1]);
  assert.deepEqual([second?.name, second?.bytes, second?.repositories], ['acme', 10, 2]);
  assert.deepEqual(second?.owners, ['bob']);
  const personal = others.find(({ name }) => name === 'alice');
  assert.deepEqual([personal?.owners, personal?.bytes], [['alice'], 0]);
  const after = [110, 'big'] as const;
  const next = await list({ sort: 'bytes', order: 'descending', after, limit: 1 });
  assert.equal(next[0]?.name, 'acme');
  assert.equal((await list({ kind: 'organization' })).length, 2);
  assert.equal((await list({ plan: 'pro' })).length, 1);
  assert.equal((await list({ sort: 'repositories', order: 'descending' }))[0]?.name, 'acme');
});
