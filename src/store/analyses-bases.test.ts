import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { baseRecords } from './analyses-bases.ts';
import { addManifest, digestNamed } from './fleet-world.contract.ts';
import type { Database } from './database.ts';
import { withDatabase } from './test-database.contract.ts';

const LIMIT = 10;

test('an image of a chain is found by the tags that lead or led to it, where one may read', async (t) => {
  const { bases, tag, shop, secret } = await world(t);
  await tag(shop, 'base', 'old');
  await tag(shop, 'base', 'new');
  await tag(secret, 'copy', 'old');
  await bases.keepChains(digestNamed('old'), [image('old', ['a', 'ab'])]);
  await bases.keepChains(digestNamed('new'), [image('new', ['a', 'ac'])]);
  const query = { chainIds: ['ab', 'ac'], limit: LIMIT };
  const seen = await bases.imagesOfChains({ ...query, repositoryIds: [shop] });
  assert.deepEqual(
    seen.map(({ chainId, repository, tag: name, isCurrent }) => [
      chainId,
      repository,
      name,
      isCurrent,
    ]),
    [
      ['ac', 'acme/shop', 'base', true],
      ['ab', 'acme/shop', 'base', false],
    ],
  );
  const all = await bases.imagesOfChains({ ...query, repositoryIds: [shop, secret] });
  assert.equal(all.length, 3);
  assert.deepEqual(await bases.imagesOfChains({ ...query, repositoryIds: [] }), []);
});

test('what is built on a chain is told of the tags of now, with what it is built on', async (t) => {
  const { bases, tag, shop, secret } = await world(t);
  await tag(shop, 'app', 'app');
  await tag(shop, 'base', 'base');
  await tag(secret, 'other', 'other');
  await bases.keepChains(digestNamed('base'), [image('base', ['a', 'ab'])]);
  await bases.keepChains(digestNamed('app'), [image('app', ['a', 'ab', 'abx'])]);
  await bases.keepChains(digestNamed('other'), [image('other', ['a', 'ab', 'aby'])]);
  const query = { chainIds: ['ab'], repositoryIds: [shop], limit: LIMIT };
  const built = await bases.builtOn(query);
  assert.deepEqual(
    built.map(({ tag: name, digest, on }) => [name, digest, on]),
    [['app', digestNamed('app'), 'ab']],
  );
  await tag(shop, 'app', 'base');
  assert.deepEqual(await bases.builtOn(query), []);
});

test('bases in use are those that images of now are built on, the most used first', async (t) => {
  const { bases, tag, shop, secret } = await world(t);
  const chains = {
    os: ['a'],
    old: ['a', 'ab'],
    x: ['a', 'ab', 'x'],
    y: ['a', 'ab', 'y'],
    z: ['a', 'z'],
  };
  for (const [name, chainIds] of Object.entries(chains)) {
    await bases.keepChains(digestNamed(name), [image(name, chainIds)]);
  }
  await tag(shop, 'os', 'os');
  await tag(shop, 'base', 'old');
  await tag(shop, 'base', 'z');
  await tag(shop, 'x', 'x');
  await tag(shop, 'y', 'y');
  await tag(secret, 'base', 'old');
  const found = await bases.basesInUse([shop], LIMIT);
  assert.deepEqual(
    found.map(({ repository, tag: name, digest, images, isCurrent }) => [
      repository,
      name,
      digest,
      images,
      isCurrent,
    ]),
    [
      ['acme/shop', 'os', digestNamed('os'), 3, true],
      ['acme/shop', 'base', digestNamed('old'), 2, false],
    ],
  );
  assert.deepEqual(await bases.basesInUse([], LIMIT), []);
});

test('each root is looked at once, though it is no image', async (t) => {
  const { bases, tag, shop } = await world(t);
  await tag(shop, 'chart', 'chart');
  assert.deepEqual(await bases.unchained(LIMIT), [digestNamed('chart')]);
  assert.equal(await bases.isChained(digestNamed('chart')), false);
  await bases.keepChains(digestNamed('chart'), []);
  assert.equal(await bases.isChained(digestNamed('chart')), true);
  assert.deepEqual(await bases.unchained(LIMIT), []);
});

test('of a platform the images that tags lead to now', async (t) => {
  const { bases, tag, shop } = await world(t);
  await tag(shop, 'multi', 'index');
  await bases.keepChains(digestNamed('index'), [
    image('amd', ['a']),
    { ...image('arm', ['b']), platform: 'linux/arm64' },
  ]);
  const query = { repositoryId: shop, platform: 'linux/arm64', limit: LIMIT };
  assert.deepEqual(await bases.currentImages(query), [
    { tag: 'multi', digest: digestNamed('arm'), chainId: 'b' },
  ]);
});

test('a base of elsewhere is known to all, under its latest name', async (t) => {
  const { bases } = await world(t);
  const base = {
    reference: 'docker.io/library/debian:12',
    digest: digestNamed('d'),
    platform: 'linux/amd64',
  };
  await bases.importBase({ ...base, chainId: 'a', by: 'alice' });
  await bases.importBase({ ...base, chainId: 'a', by: 'bob' });
  const found = await bases.publicBases(['a', 'b']);
  assert.deepEqual(
    found.map(({ reference, chainId }) => [reference, chainId]),
    [[base.reference, 'a']],
  );
});

async function world(t: TestContext) {
  const database = await withDatabase(t);
  return {
    bases: baseRecords(database.kysely),
    shop: await repositoryIn(database, 'acme/shop'),
    secret: await repositoryIn(database, 'other/secret'),
    tag: (repositoryId: number, name: string, of: string) => move(database, repositoryId, name, of),
  };
}

async function repositoryIn({ kysely }: Database, name: string): Promise<number> {
  const [namespace = ''] = name.split('/');
  await sql`insert into namespaces (name, kind, plan, created_at)
    values (${namespace}, 'organization', 'team', now())`.execute(kysely);
  const { rows } = await sql<{ readonly id: number }>`
    insert into repositories (namespace_id, name, visibility, created_at)
    select id, ${name}, 'private', now() from namespaces where name = ${namespace}
    returning id`.execute(kysely);
  return rows[0]?.id ?? 0;
}

/** As a push does it. */
async function move(
  database: Database,
  repositoryId: number,
  name: string,
  of: string,
): Promise<void> {
  const digest = digestNamed(of);
  await addManifest(database, repositoryId, digest);
  await sql`insert into tags (repository_id, name, digest, moved_at, moved_by)
    values (${repositoryId}, ${name}, ${digest}, now(), 'alice')
    on conflict (repository_id, name) do update set digest = excluded.digest`.execute(
    database.kysely,
  );
  await sql`insert into tag_history (repository_id, name, digest, moved_at, moved_by)
    values (${repositoryId}, ${name}, ${digest}, now(), 'alice')`.execute(database.kysely);
}

function image(name: string, chainIds: readonly string[]) {
  return { digest: digestNamed(name), platform: 'linux/amd64', chainIds };
}
