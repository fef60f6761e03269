import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { BlobStore, StoredBlob } from './blob-store.ts';
import type { GarbageOptions } from './collect-garbage.ts';
import { DEFAULT_REGISTRY_LIMITS } from './ports.ts';
import type { RegistryUnderTest, RegistryWorld } from './registry-under-test.contract.ts';
import {
  CONFIG,
  digestOf,
  IMAGE,
  INDEX,
  pushBlob,
  pushImage,
  pushIndex,
  registryWorld,
} from './registry-under-test.contract.ts';

const GRACE = DEFAULT_REGISTRY_LIMITS.graceMs;
const KEEP: GarbageOptions = { untagged: 'keep', sweepAfterMs: 1000, strangers: 'skip' };
const REMOVE: GarbageOptions = { ...KEEP, untagged: 'remove' };

async function statusOf(
  { ask }: RegistryUnderTest,
  name: string,
  digest: string,
  kind = 'manifests',
): Promise<number> {
  return (await ask('GET', `/v2/${name}/${kind}/${digest}`)).status;
}

/** Both phases, as two runs with time between. */
async function collectTwice(
  world: RegistryWorld,
  { registry }: RegistryUnderTest,
  options: GarbageOptions = KEEP,
): Promise<number> {
  await registry.collectGarbage(options);
  world.clock.time += 2000;
  return (await registry.collectGarbage(options)).removedBlobs;
}

test('HEAD, upload and mount each pin a blob for the time of grace, and no longer', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  const { ask } = registry;
  const put = async (name: string, content: string): Promise<number> => {
    const config = await pushBlob(registry, name, '{}', CONFIG);
    const layer = { ...config, digest: digestOf(content), size: content.length };
    const body = JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config, layers: [layer] });
    return (await ask('PUT', `/v2/${name}/manifests/v1`, { body })).status;
  };
  const pins: Readonly<Record<string, (name: string) => Promise<unknown>>> = {
    uploaded: (name) => pushBlob(registry, name, 'uploaded'),
    mounted: async (name) => {
      await pushBlob(registry, 'gc/source', 'mounted');
      const path = `/v2/${name}/blobs/uploads/?mount=${digestOf('mounted')}&from=gc/source`;
      assert.equal((await ask('POST', path)).status, 201);
    },
    seen: async (name) => {
      await pushBlob(registry, name, 'seen');
      // Nearly all of the upload's own lease is over when it is looked at.
      world.clock.time += 1.9 * GRACE;
      assert.equal((await ask('HEAD', `/v2/${name}/blobs/${digestOf('seen')}`)).status, 200);
    },
  };
  for (const [content, pin] of Object.entries(pins)) {
    await pin(`gc/${content}`);
    world.clock.time += 0.99 * GRACE;
    await collectTwice(world, registry);
    assert.equal(await put(`gc/${content}`, content), 201, content);
    await pin(`gc/${content}-late`);
    world.clock.time += 3 * GRACE;
    await collectTwice(world, registry);
    assert.equal(await put(`gc/${content}-late`, content), 400, `${content}, too late`);
    // What an image needs stays without any lease.
    assert.equal(await statusOf(registry, `gc/${content}`, digestOf(content), 'blobs'), 200);
  }
});

test('what nothing needs is condemned, then removed; an upload in between revives it', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  const { digest } = await pushBlob(registry, 'gc/app', 'loose');
  world.clock.time += 3 * GRACE;
  const first = await registry.registry.collectGarbage(KEEP);
  assert.deepEqual([first.unlinkedBlobs, first.condemnedBlobs, first.removedBlobs], [1, 1, 0]);
  assert.equal(await statusOf(registry, 'gc/app', digest, 'blobs'), 404);
  await pushBlob(registry, 'gc/app', 'loose');
  world.clock.time += 2000;
  assert.equal((await registry.registry.collectGarbage(KEEP)).removedBlobs, 0);
  assert.equal(await statusOf(registry, 'gc/app', digest, 'blobs'), 200);
  world.clock.time += 3 * GRACE;
  assert.equal(await collectTwice(world, registry), 1);
  assert.deepEqual(await Array.fromAsync(world.blobs.list()), []);
  for (let round = 0; round < 3; round += 1) {
    const image = await pushImage(registry, 'gc/app', 'loose', { tag: 'v1' });
    assert.equal(await statusOf(registry, 'gc/app', digest, 'blobs'), 200);
    await registry.ask('DELETE', `/v2/gc/app/manifests/${image.digest}`);
    world.clock.time += 3 * GRACE;
    assert.equal(await collectTwice(world, registry), 2);
  }
});

test('a storage that fails, lists nothing or cannot be listed loses nothing', async (context) => {
  const world = await registryWorld(context);
  let fails = true;
  const storage: BlobStore = {
    ...world.blobs,
    remove: (digest) => (fails ? fail() : world.blobs.remove(digest)),
    list: () => (fails ? failingList() : emptyList()),
  };
  const registry = await world.start({ blobs: storage });
  const image = await pushImage(registry, 'gc/kept', 'kept', { tag: 'v1' });
  await pushBlob(registry, 'gc/kept', 'loose');
  world.clock.time += 3 * GRACE;
  await registry.registry.collectGarbage(KEEP);
  world.clock.time += 2000;
  const failed = await registry.registry.collectGarbage(KEEP);
  assert.deepEqual([failed.removedBlobs, failed.failedBlobs], [0, 1]);
  await assert.rejects(registry.registry.collectGarbage({ ...KEEP, strangers: 'look' }), /503/);
  fails = false;
  const after = await registry.registry.collectGarbage({ ...KEEP, strangers: 'look' });
  assert.deepEqual([after.removedBlobs, after.condemnedStrangers], [1, 0]);
  assert.equal(await statusOf(registry, 'gc/kept', image.digest), 200);
  for (const content of ['kept', '{}']) {
    assert.equal(await statusOf(registry, 'gc/kept', digestOf(content), 'blobs'), 200);
  }
});

test('objects that no record knows are found and removed, those just stored are not', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  await pushImage(registry, 'gc/app', 'kept', { tag: 'v1' });
  const { digest } = await pushBlob(registry, 'gc/app', 'stranger');
  await world.database.pool.query('delete from repository_blobs where digest = $1', [digest]);
  await world.database.pool.query('delete from blobs where digest = $1', [digest]);
  const look: GarbageOptions = { ...KEEP, strangers: 'look' };
  assert.equal((await registry.registry.collectGarbage(look)).condemnedStrangers, 0);
  world.clock.time += 7_200_000;
  assert.equal(await collectTwice(world, registry, look), 1);
  assert.equal((await Array.fromAsync(world.blobs.list())).length, 2);
});

test('untagged manifests stay unless they are to go; retention rules make them go', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  const old = await pushImage(registry, 'gc/app', 'old', { tag: 'latest' });
  const now = await pushImage(registry, 'gc/app', 'new', { tag: 'latest' });
  world.clock.time += 3 * GRACE;
  await collectTwice(world, registry, KEEP);
  assert.equal(await statusOf(registry, 'gc/app', old.digest), 200);
  // It was pulled just now, and who was told that it is there may rely on it for a while.
  await collectTwice(world, registry, REMOVE);
  assert.equal(await statusOf(registry, 'gc/app', old.digest), 200);
  world.clock.time += 3 * GRACE;
  assert.equal(await collectTwice(world, registry, REMOVE), 1);
  assert.equal(await statusOf(registry, 'gc/app', old.digest), 404);
  assert.equal(await statusOf(registry, 'gc/app', now.digest), 200);
  assert.equal(await statusOf(registry, 'gc/app', 'latest'), 200);
});

test('retention removes tags that no rule keeps, and says so before', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  const name = 'gc/retained';
  for (const tag of ['v1', 'keep-me', 'fixed', 'v2', 'v3']) {
    await pushImage(registry, name, tag, { tag });
    world.clock.time += 86_400_000;
  }
  const { id } = await world.access.repository(name);
  await world.database.pool.query(
    'update repositories set retention = $1, immutable_tags = $2 where id = $3',
    [{ keepNewest: 1, keepDays: 2.5, keepTags: ['keep-*'] }, ['fixed'], id],
  );
  const tags = async (): Promise<unknown> =>
    (await registry.ask('GET', `/v2/${name}/tags/list`)).json()['tags'];
  // A rule that is no whole number of days is none; the others count.
  const plan = await registry.registry.planRetention(id);
  assert.deepEqual(
    plan.map(({ tag, keptBy }) => [tag.name, keptBy]),
    [
      ['v3', 'newest'],
      ['v2', undefined],
      ['fixed', 'immutable'],
      ['keep-me', 'pattern'],
      ['v1', undefined],
    ],
  );
  assert.deepEqual(await tags(), ['fixed', 'keep-me', 'v1', 'v2', 'v3']);
  assert.equal((await registry.registry.collectGarbage(KEEP)).removedTags, 2);
  assert.deepEqual(await tags(), ['fixed', 'keep-me', 'v3']);
});

test('a tag that was pulled lately stays, by tag or by digest; one that was only looked at goes', async (context) => {
  const world = await registryWorld(context);
  const before = await world.start();
  const name = 'gc/pulled';
  const pushed = new Map<string, string>();
  for (const tag of ['by-tag', 'by-digest', 'looked-at', 'new']) {
    pushed.set(tag, (await pushImage(before, name, tag, { tag })).digest);
  }
  const { id } = await world.access.repository(name);
  await world.database.pool.query('update repositories set retention = $1 where id = $2', [
    { keepDays: 2 },
    id,
  ]);
  world.clock.time += 3 * 86_400_000;
  await before.ask('GET', `/v2/${name}/manifests/by-tag`);
  await before.ask('GET', `/v2/${name}/manifests/${pushed.get('by-digest')}`);
  await before.ask('HEAD', `/v2/${name}/manifests/looked-at`);
  // What is not written yet is written at the end.
  await before.close();
  const { registry } = await world.start();
  const kept = (await registry.planRetention(id)).map(({ tag, keptBy }) => [tag.name, keptBy]);
  assert.deepEqual(Object.fromEntries(kept), {
    'by-tag': 'days',
    'by-digest': 'days',
    'looked-at': undefined,
    new: undefined,
  });
});

test('an index that doubles thirty times is walked once for each manifest', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  let child = await pushImage(registry, 'gc/deep', 'deep');
  for (let level = 0; level < 30; level += 1) {
    const twice = [child.descriptor, child.descriptor];
    child = await pushIndex(registry, 'gc/deep', twice, {
      ...(level === 29 && { tag: 'deep' }),
      more: { annotations: { level: String(level) } },
    });
  }
  world.clock.time += 3 * GRACE;
  const report = await registry.registry.collectGarbage(REMOVE);
  assert.equal(report.removedManifests, 0);
  await registry.ask('DELETE', '/v2/gc/deep/manifests/deep');
  assert.equal((await registry.registry.collectGarbage(REMOVE)).removedManifests, 31);
});

async function fail(): Promise<never> {
  throw new Error('503 Slow Down');
}

async function* failingList(): AsyncGenerator<StoredBlob> {
  yield await fail();
}

/** A storage that answers, and says that it holds nothing. */
async function* emptyList(): AsyncGenerator<StoredBlob> {
  yield* [];
}

/** A graph of manifests: each refers only to those before it. */
interface Graph {
  readonly nodes: readonly {
    readonly children: readonly number[];
    readonly subject: number | undefined;
    readonly isTagged: boolean;
    readonly isLeased: boolean;
  }[];
}

const graphs: fc.Arbitrary<Graph> = fc
  .array(
    fc.record({
      children: fc.array(fc.nat(), { maxLength: 3 }),
      subject: fc.option(fc.nat(), { nil: undefined, freq: 2 }),
      isTagged: fc.boolean().chain((once) => fc.boolean().map((twice) => once && twice)),
      isLeased: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((nodes) => ({
    nodes: nodes.map((node, at) => ({
      ...node,
      children: at === 0 ? [] : [...new Set(node.children.map((child) => child % at))],
      subject: at === 0 || node.subject === undefined ? undefined : node.subject % at,
    })),
  }));

/** What stays: tagged and leased ones, and all that hangs on them by child, subject or referrer. */
function keptOf({ nodes }: Graph): ReadonlySet<number> {
  const kept = new Set<number>();
  const waiting = nodes.flatMap(({ isTagged, isLeased }, at) => (isTagged || isLeased ? [at] : []));
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (kept.has(at)) continue;
    kept.add(at);
    const node = nodes[at];
    waiting.push(...(node?.children ?? []), ...(node?.subject === undefined ? [] : [node.subject]));
    for (const [other, { subject }] of nodes.entries()) if (subject === at) waiting.push(other);
  }
  return kept;
}

test('of any graph of manifests exactly what hangs on nothing goes', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  const { pool } = world.database;
  let round = 0;
  await fc.assert(
    fc.asyncProperty(graphs, async (graph) => {
      round += 1;
      const { id } = await world.access.repository(`graphs/g${round}`);
      const digests = graph.nodes.map((_, at) => digestOf(`${round} ${at}`));
      await insertGraph(pool, id, graph, digests, world.clock.time);
      const before = await pool.query(
        'select 1 from repository_manifests where repository_id = $1',
        [id],
      );
      assert.equal(before.rows.length, graph.nodes.length);
      await registry.registry.collectGarbage(REMOVE);
      const { rows } = await pool.query<{ digest: string }>(
        'select digest from repository_manifests where repository_id = $1',
        [id],
      );
      const expected = [...keptOf(graph)].map((at) => String(digests[at]));
      assert.deepEqual(rows.map(({ digest }) => digest).toSorted(), expected.toSorted());
      await pool.query('delete from repositories where id = $1', [id]);
    }),
    { numRuns: Number(process.env['TEST_GRAPHS'] ?? 25) },
  );
});

async function insertGraph(
  pool: RegistryWorld['database']['pool'],
  id: number,
  { nodes }: Graph,
  digests: readonly string[],
  now: number,
): Promise<void> {
  const leases = nodes.map(({ isLeased }) => new Date(now + (isLeased ? 1 : -1) * 60_000));
  const subjects = nodes.map(({ subject }) => (subject === undefined ? null : digests[subject]));
  const edges = nodes.flatMap(({ children }, at) =>
    children.map((child) => [digests[at], digests[child]] as const),
  );
  await pool.query(
    `insert into manifests (digest, media_type, kind, size, bytes, created_at)
     select digest, $2, 'index', 2, '{}', now() from unnest($1::text[]) as digest`,
    [digests, INDEX],
  );
  await pool.query(
    `insert into manifest_children (parent_digest, child_digest)
     select * from unnest($1::text[], $2::text[])`,
    [edges.map(([parent]) => parent), edges.map(([, child]) => child)],
  );
  await pool.query(
    `insert into repository_manifests (repository_id, digest, media_type, pushed_at, pushed_by,
       leased_until, subject)
     select $1, digest, $2, now(), 'tester', leased, subject
     from unnest($3::text[], $4::timestamptz[], $5::text[]) as given (digest, leased, subject)`,
    [id, INDEX, digests, leases, subjects],
  );
  await pool.query(
    `insert into tags (repository_id, name, digest, moved_at, moved_by)
     select $1, 't' || n, digest, now(), 'tester'
     from unnest($2::text[]) with ordinality as given (digest, n)`,
    [id, digests.filter((_, at) => nodes[at]?.isTagged)],
  );
}
