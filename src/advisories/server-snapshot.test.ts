import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { type Log, err, failure, ok } from '../base/index.ts';
import type { AdvisorySnapshot } from '../model/index.ts';
import { smallMirror, temporaryFolder } from './feeds/mirror.contract.ts';
import { transportFor } from './feeds/origins.ts';
import type { ServerSnapshotOptions } from './server-snapshot-options.ts';
import { ServerSnapshot } from './server-snapshot.ts';
import type { SnapshotSource } from './source.ts';
import { updateFeeds } from './update.ts';
import type { RunUpdate, UpdateOrder } from './update-process.ts';

const CLOCK = { now: () => Date.now() };
const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The same update in this process. */
const updateHere: RunUpdate = async ({ origins, ...order }) => {
  const transport = transportFor(origins);
  const updated = await updateFeeds({ ...order, transport, clock: CLOCK });
  return updated.ok ? ok([]) : updated;
};

test('a first start has the starter feed, and soon all that a mirror has, in a process of its own', async (t) => {
  const done = Promise.withResolvers<AdvisorySnapshot>();
  const activated: number[] = [];
  const server = await opened(t, {
    origins: smallMirror(),
    isOffline: true,
    onActivated: ({ number }) => activated.push(number),
    onFirstDone: done.resolve,
  });
  assert.equal(server.status().isStarter, true);
  server.start();
  const snapshot = await done.promise;
  assert.equal(server.current(), snapshot);
  assert.equal(snapshot.entriesOf('npm', 'p3')[0]?.advisory.id, 'GHSA-3');
  assert.deepEqual([server.status().isStarter, server.status().progress], [false, undefined]);
  assert.ok(activated.length > 0);
});

test('a snapshot that another process activated in the folder is taken over as a whole', async (t) => {
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  const origins = smallMirror();
  const done = Promise.withResolvers<AdvisorySnapshot>();
  const first = await opened(t, {
    folder,
    origins,
    runUpdate: updateHere,
    onFirstDone: done.resolve,
  });
  const second = await opened(t, { folder, origins, runUpdate: updateHere });
  const before = second.current();
  first.start();
  await done.promise;
  assert.equal(second.current(), before);
  second.lookAgain();
  assert.equal(second.current().digest, first.current().digest);
});

test('the feed of an image that is the first to need it is fetched then, and once', async (t) => {
  const orders: UpdateOrder[] = [];
  const runUpdate: RunUpdate = (order, ...rest) => {
    orders.push(order);
    return updateHere(order, ...rest);
  };
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  const origins = smallMirror();
  const how = { attempts: 1, activates: true, acceptsShrinking: false };
  const kev = { folder, origins, feeds: ['kev'], ...how };
  await updateHere(kev, () => undefined, new AbortController().signal);
  const server = await opened(t, { folder, origins, runUpdate });
  const both = await Promise.all([1, 2].map(() => server.covering(['npm'])));
  assert.ok(both.every((covering) => covering.coverageOf('npm')));
  assert.deepEqual(
    orders.map(({ feeds }) => feeds),
    [['osv/npm']],
  );
});

test('what goes wrong is told by the status, and the last snapshot stays', async (t) => {
  const asked: UpdateOrder[] = [];
  const runUpdate: RunUpdate = (order) => {
    asked.push(order);
    return Promise.resolve(err(failure('advisory.update.died', 'out of memory')));
  };
  const done = Promise.withResolvers<AdvisorySnapshot>();
  const server = await opened(t, { runUpdate, onFirstDone: done.resolve });
  server.start();
  await done.promise;
  assert.equal(server.status().failure?.code, 'advisory.update.died');
  assert.equal(server.status().isStarter, true);
  assert.deepEqual(
    asked.map(({ feeds }) => feeds),
    [['kev', 'epss', 'endoflife']],
  );
});

test('an administrator sees each feed, and has them fetched', async (t) => {
  const server = await opened(t, { origins: smallMirror(), runUpdate: updateHere });
  const started = server.startUpdate(['kev', 'osv/npm', 'osv/Nowhere']);
  assert.ok(started.ok && started.value === 3 && server.status().updates === 1);
  while (server.status().updates > 0) await setTimeout(5);
  const feeds = server.feeds();
  assert.ok(feeds.ok);
  const [kev, never, npm] = feeds.value.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  assert.deepEqual([kev?.licence, kev?.isStale, kev?.failure], ['CC0-1.0', false, undefined]);
  assert.ok(npm && npm.records > 0 && npm.bytes > 0 && npm.freshAt !== undefined);
  assert.deepEqual([never?.name, never?.freshAt, never?.isStale], ['osv/Nowhere', undefined, true]);
  assert.equal(never?.failure?.code, 'advisory.feed.absent');
  assert.ok(never.triedAt !== '');
  const snapshots = server.snapshots();
  assert.ok(snapshots.ok);
  assert.deepEqual(
    snapshots.value.map(({ number, feeds, isActive }) => [number, feeds, isActive]),
    [[1, 2, true]],
  );
  const unknown = server.startUpdate(['../etc']);
  assert.ok(!unknown.ok && unknown.error.code === 'advisory.feed.unknown');
});

test('what an administrator asks for is fetched, however lately it was', async (t) => {
  const asked: number[] = [];
  const server = await opened(t, {
    origins: smallMirror(),
    runUpdate: (order, ...rest) => {
      asked.push(order.feeds.length);
      return updateHere(order, ...rest);
    },
  });
  for (let times = 0; times < 2; times += 1) {
    assert.ok(server.startUpdate(['kev']).ok);
    while (server.status().updates > 0) await setTimeout(5);
  }
  assert.deepEqual(asked, [1, 1]);
});

test('of the feeds that are here those are fetched whose time has come', async (t) => {
  let now = Date.now();
  const asked: (readonly string[])[] = [];
  const server = await opened(t, {
    origins: smallMirror(),
    intervals: { byName: new Map([['kev', undefined]]), others: { every: 3_600_000 } },
    clock: { now: () => now },
    runUpdate: (order, ...rest) => {
      asked.push(order.feeds);
      return updateHere(order, ...rest);
    },
  });
  assert.ok(server.startUpdate(['kev', 'osv/npm']).ok);
  while (server.status().updates > 0) await setTimeout(5);
  server.refreshDue();
  assert.equal(server.status().updates, 0);
  now += 2 * 3_600_000;
  server.refreshDue();
  server.refreshDue();
  while (server.status().updates > 0) await setTimeout(5);
  assert.deepEqual(asked, [['kev', 'osv/npm'], ['osv/npm']]);
});

test('a snapshot that would change much is held, and activated when an administrator says so', async (t) => {
  const asked: [number | undefined, number | undefined][] = [];
  let findings = { name: 'Debian 12', before: 100, after: 60 };
  const server = await opened(t, {
    origins: smallMirror(),
    runUpdate: updateHere,
    canary: (before, after) => {
      asked.push([numberIn(before), numberIn(after)]);
      return Promise.resolve({ images: 3, distributions: [findings], sources: [] });
    },
  });
  const bring = async (feed: string): Promise<number> => {
    assert.ok(server.startUpdate([feed]).ok);
    while (server.status().updates > 0) await setTimeout(5);
    return server.status().number;
  };
  assert.equal(await bring('osv/npm'), 1);
  assert.equal(await bring('kev'), 1);
  const [held] = server.decisions().held;
  assert.deepEqual(held?.reasons, ['findings of Debian 12 would fall by 40 %, from 100 to 60']);
  server.refreshDue();
  while (server.status().updates > 0) await setTimeout(5);
  assert.deepEqual(asked, [[1, 2]], 'what is held is not weighed twice');
  assert.ok((await server.switchTo(2)).ok);
  assert.deepEqual([server.status().number, server.decisions().pinnedAt], [2, undefined]);
  findings = { name: 'Debian 12', before: 100, after: 61 };
  assert.equal(await bring('epss'), 3);
  const again = await server.switchTo(3);
  assert.ok(!again.ok && again.error.code === 'advisory.snapshot.active');
});

test('who goes back to an older snapshot stays there until the pin is taken away', async (t) => {
  const server = await opened(t, { origins: smallMirror(), runUpdate: updateHere });
  const bring = async (feed: string): Promise<void> => {
    assert.ok(server.startUpdate([feed]).ok);
    while (server.status().updates > 0) await setTimeout(5);
  };
  await bring('osv/npm');
  const { digest } = server.current();
  await bring('kev');
  assert.ok((await server.switchTo(1)).ok);
  assert.ok(server.current().digest === digest && server.decisions().pinnedAt !== undefined);
  await bring('epss');
  assert.equal(server.current().digest, digest);
  server.unpin();
  while (server.status().updates > 0) await setTimeout(5);
  assert.notEqual(server.current().digest, digest);
  assert.equal(server.feeds().ok && server.status().number, 4);
  const missing = await server.switchTo(99);
  assert.ok(!missing.ok && missing.error.code === 'advisory.snapshot.unknown');
});

test('while it cannot be said what a snapshot would change, the last one counts', async (t) => {
  let isBroken = true;
  const server = await opened(t, {
    origins: smallMirror(),
    runUpdate: updateHere,
    canary: () =>
      isBroken
        ? Promise.reject(new Error('the thread died'))
        : Promise.resolve({ images: 0, distributions: [], sources: [] }),
  });
  for (const feed of ['osv/npm', 'kev']) {
    assert.ok(server.startUpdate([feed]).ok);
    while (server.status().updates > 0) await setTimeout(5);
  }
  assert.deepEqual(
    [server.status().number, server.status().failure?.code],
    [1, 'advisory.canary.failed'],
  );
  isBroken = false;
  server.refreshDue();
  while (server.status().updates > 0) await setTimeout(5);
  assert.equal(server.status().number, 2);
});

function numberIn(source: SnapshotSource): number | undefined {
  return source.kind === 'stored' ? source.number : undefined;
}

test('a server that is offline asks nobody but folders', async (t) => {
  const origins = 'https://mirror.example.com,publishers';
  const done = Promise.withResolvers<AdvisorySnapshot>();
  const server = await opened(t, {
    origins,
    isOffline: true,
    runUpdate: () => assert.fail('asked'),
    onFirstDone: done.resolve,
  });
  server.start();
  await done.promise;
  const covering = await server.covering(['npm']);
  assert.ok(covering.isStarter);
  const asked = server.startUpdate(undefined);
  assert.ok(!asked.ok && asked.error.code === 'advisory.offline');
});

async function opened(
  t: TestContext,
  options: Partial<ServerSnapshotOptions>,
): Promise<ServerSnapshot> {
  const folder = temporaryFolder();
  const server = await ServerSnapshot.open({
    folder,
    origins: '',
    isOffline: false,
    intervals: { byName: new Map() },
    canary: () => Promise.resolve({ images: 0, distributions: [], sources: [] }),
    clock: CLOCK,
    log: QUIET,
    ...options,
  });
  assert.ok(server.ok);
  t.after(async () => {
    await server.value.stop();
    rmSync(folder, { recursive: true });
  });
  return server.value;
}
