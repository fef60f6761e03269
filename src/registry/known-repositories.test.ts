import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDigest } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import { knownRepositories } from './known-repositories.ts';
import type { KnownRepositories } from './known-repositories.ts';
import { recentlyUsed } from './recently-used.ts';
import { digestOf } from './registry-under-test.contract.ts';

interface Fake {
  readonly known: KnownRepositories;
  /** What the database says now. */
  readonly state: { tag: string; time: number; reads: number; leases: number };
  /** Lets reads that wait go on. */
  release: () => void;
  readonly changed: (repositoryId: number | undefined) => void;
}

/** Reads wait until they are released; each sees the state from when it began. */
async function fake(): Promise<Fake> {
  let listener: ((repositoryId: number | undefined) => void) | undefined;
  let waiting: (() => void)[] = [];
  const state = { tag: 'old', time: 0, reads: 0, leases: 0 };
  const later = async <Value>(value: Value): Promise<Value> => {
    state.reads += 1;
    await new Promise<void>((resolve) => waiting.push(resolve));
    return value;
  };
  const sources = {
    access: {
      repositoryNamed: (name: string) =>
        later({ id: 1, name, namespaceId: 1, visibility: 'public' as const }),
    },
    records: {
      tagged: () => later(digest(state.tag)),
      manifestIn: (_id: number, wanted: Digest) =>
        later({
          digest: wanted,
          mediaType: 'x',
          bytes: Buffer.from('{}'),
          leasedUntil: new Date(state.time + 1500),
        }),
      leaseManifest: async () => {
        state.leases += 1;
      },
    },
    clock: { now: () => state.time },
  };
  const known = await knownRepositories(
    sources,
    {
      onChange: async (changed) => {
        listener = changed;
        return () => undefined;
      },
    },
    { cacheBytes: 100_000, graceMs: 1000 },
  );
  return {
    known,
    state,
    release: () => {
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    changed: (repositoryId) => listener?.(repositoryId),
  };
}

function digest(text: string): Digest {
  return parseDigest(digestOf(text)) ?? assert.fail();
}

/** A read with the database answering. */
async function read<Value>(fake: Fake, reading: Promise<Value>): Promise<Value> {
  await Promise.resolve();
  fake.release();
  return await reading;
}

test('what was read once is not read again until it changes', async () => {
  const world = await fake();
  const { known, state, changed } = world;
  for (let times = 0; times < 3; times += 1) {
    assert.equal(await read(world, known.tagged(1, 'latest')), digest('old'));
    assert.equal((await read(world, known.named('a/b')))?.id, 1);
  }
  assert.equal(state.reads, 2);
  state.tag = 'new';
  changed(2);
  assert.equal(await read(world, known.tagged(1, 'latest')), digest('old'));
  changed(1);
  assert.equal(await read(world, known.tagged(1, 'latest')), digest('new'));
  await read(world, known.named('a/b'));
  assert.equal(state.reads, 4);
  changed(undefined);
  await read(world, known.tagged(1, 'latest'));
  await read(world, known.named('a/b'));
  assert.equal(state.reads, 6);
});

test('a read that began before a change is answered, and not remembered', async () => {
  for (const change of [1, undefined]) {
    const world = await fake();
    const { known, state, changed } = world;
    const before = [known.tagged(1, 'latest'), known.named('a/b')] as const;
    await Promise.resolve();
    state.tag = 'new';
    changed(change);
    world.release();
    await Promise.all(before);
    assert.equal(await read(world, known.tagged(1, 'latest')), digest('new'));
    await read(world, known.named('a/b'));
    assert.equal(state.reads, 4);
  }
});

test('a manifest that is remembered keeps its lease: one write for many looks', async () => {
  const world = await fake();
  const { known, state } = world;
  const look = async (): Promise<number> => {
    await read(world, known.manifest(1, digest('x')));
    return state.leases;
  };
  assert.equal(await look(), 0);
  assert.equal(await look(), 0);
  state.time = 600;
  assert.equal(await look(), 1);
  assert.equal(await look(), 1);
  state.time = 1500;
  assert.equal(await look(), 1);
  state.time = 1700;
  assert.equal(await look(), 2);
});

test('what was used last stays when there is no room for all', () => {
  const used = recentlyUsed<string>(100);
  for (const key of ['a', 'b', 'c']) used.set(key, key, 30);
  assert.equal(used.get('a'), 'a');
  used.set('d', 'd', 30);
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => used.get(key)),
    ['a', undefined, 'c', 'd'],
  );
  used.set('a', 'larger', 90);
  assert.deepEqual(
    ['a', 'c', 'd'].map((key) => used.get(key)),
    ['larger', undefined, undefined],
  );
  used.set('huge', 'huge', 101);
  assert.equal(used.get('huge'), undefined);
  used.clear();
  assert.equal(used.get('a'), undefined);
});
