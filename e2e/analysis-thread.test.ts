/** What becomes of analyses when the thread that computes them dies in the middle. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { Session } from 'node:inspector';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { World } from './support/analyses-world.ts';

const CURL = ['libc6=2.36-9', 'curl=7.88.1-10'];

/** Little, so that it is soon full. */
const THREAD_MEGABYTES = 96;

/** Longer than a thread takes to start here. */
const SILENT_MS = 4_000;

const DEATHS: readonly (readonly [string, (thread: Worker) => unknown])[] = [
  ['an error that nothing catches', (thread) => tell(thread, 'nothing of that name', [])],
  ['an end from within', (thread) => thread.terminate()],
  [
    'no memory left',
    (thread) =>
      tell(
        thread,
        'stop',
        Array.from({ length: 4_000_000 }, (_, at) => ({ at })),
      ),
  ],
];

for (const [death, kill] of DEATHS) {
  test(`${death} ends the thread, and what was in it is tried again`, async (t) => {
    const threads = threadsOf(t);
    const world = await World.make(t);
    const server = await world.serve({ threadMegabytes: THREAD_MEGABYTES });
    const repository = await world.repository('acme/shop');
    const image = world.image([CURL]);
    const hit = world.blobs.lastLayer;
    let tries = 0;
    let left: readonly string[] = [];
    world.blobs.onHalf = async (digest) => {
      if (digest !== hit) return;
      tries += 1;
      const [thread] = threads.slice(-1);
      if (tries > 1 || thread === undefined) return;
      left = workersOf();
      kill(thread);
      await new Promise((resolve) => thread.once('exit', resolve));
    };
    await world.push(repository, '1', image);
    server.module.pushed();
    assert.equal((await world.ended(server, repository, '1')).kind, 'complete_with_gaps');
    assert.deepEqual([tries, threads.length], [2, 2]);
    await world.push(repository, '2', world.image([['good=1']]));
    server.module.pushed();
    assert.equal((await world.ended(server, repository, '2')).kind, 'complete_with_gaps');
    assert.equal(threads.length, 2);
    assert.deepEqual(await rowsOf(world), { runs: 2, made: 2, inventories: 2, layers: 2 });
    assertGone(left);
  });
}

test('a thread that stands still is ended and replaced, and leaves no process', async (t) => {
  const threads = threadsOf(t);
  const world = await World.make(t);
  const server = await world.serve({ threadSilentMs: SILENT_MS });
  const repository = await world.repository('acme/shop');
  const image = world.image([CURL]);
  const hit = world.blobs.lastLayer;
  let left: readonly string[] = [];
  world.blobs.onHalf = async (digest) => {
    const [thread] = threads;
    if (digest !== hit || thread === undefined || threads.length > 1) return;
    left = workersOf();
    standStill(t);
    await new Promise((resolve) => thread.once('exit', resolve));
  };
  await world.push(repository, '1', image);
  server.module.pushed();
  const state = await world.ended(server, repository, '1', 60_000);
  assert.equal(state.kind, 'complete_with_gaps');
  assert.equal(threads.length, 2);
  assertGone(left);
});

test('an image that kills the thread fails after bounded tries, and no other with it', async (t) => {
  const threads = threadsOf(t);
  const world = await World.make(t);
  const server = await world.serve();
  const repository = await world.repository('acme/shop');
  const poison = world.image([['poison=1']]);
  const poisoned = world.blobs.lastLayer;
  let open = 0;
  const kinds = new Set<string>();
  world.blobs.onHalf = async (digest) => {
    open += 1;
    try {
      // Long enough that others are in the thread with it.
      await sleep(100);
      const [thread] = threads.slice(-1);
      if (digest !== poisoned || thread === undefined) return;
      tell(thread, 'nothing of that name', []);
      await new Promise((resolve) => thread.once('exit', resolve));
      kinds.add((await world.stateOf(server, repository, 'poison')).kind);
    } finally {
      open -= 1;
    }
  };
  await world.push(repository, 'poison', poison);
  for (let at = 0; at < 20; at += 1) {
    await world.push(repository, `good-${at}`, world.image([[`good=${at}`]]));
  }
  server.module.pushed();
  for (let at = 0; at < 20; at += 1) {
    const state = await world.ended(server, repository, `good-${at}`, 30_000);
    assert.equal(state.kind, 'complete_with_gaps');
  }
  const state = await world.ended(server, repository, 'poison', 60_000);
  assert.ok(state.kind === 'failed', JSON.stringify(state));
  assert.equal(state.code, 'analyzer.worker.thread-died');
  assert.match(state.message, /the thread that analyzes ended: .*not offered/);
  assert.equal(state.attempt, 5);
  assert.ok(threads.length <= 8, `${threads.length} threads`);
  assert.equal(open, 0);
  assert.deepEqual(await rowsOf(world), { runs: 20, made: 20, inventories: 20, layers: 20 });
  await server.stop();
  assert.deepEqual(workersOf(), []);
});

interface Rows {
  readonly runs: number;
  readonly made: number;
  readonly inventories: number;
  readonly layers: number;
}

/** Finished runs and what is stored: as many results as runs, and nothing of those that died. */
async function rowsOf(world: World): Promise<Rows | undefined> {
  const { rows } = await sql<Rows>`select sum(generation)::int as runs,
      count(*) filter (where result is not null)::int as made,
      (select count(*)::int from inventories) as inventories,
      (select count(*)::int from layer_inventories) as layers
    from analyses`.execute(world.database.kysely);
  return rows[0];
}

/** Threads as they are started. */
function threadsOf(t: TestContext): readonly Worker[] {
  const threads: Worker[] = [];
  const add = (worker: Worker): void => {
    threads.push(worker);
  };
  process.on('worker', add);
  t.after(() => process.off('worker', add));
  return threads;
}

/** A call that nobody waits for: what it throws there, nothing catches. */
function tell(thread: Worker, name: string, args: readonly unknown[]): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  thread.postMessage({ kind: 'call', id: 0, name, args });
}

/** Nothing else runs in the thread from now on. https://nodejs.org/api/inspector.html */
function standStill(t: TestContext): void {
  const session = new Session();
  session.connect();
  t.after(() => session.disconnect());
  session.once('NodeWorker.attachedToWorker', ({ params: { sessionId } }) => {
    const call = { id: 1, method: 'Runtime.evaluate', params: { expression: 'for (;;);' } };
    session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify(call) });
  });
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
}

/** Processes of the analyzer that run for this one. */
function workersOf(): string[] {
  return childrenOf().filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker-main.ts'),
  );
}

/** Also none that has ended and was not waited for. */
function assertGone(workers: readonly string[]): void {
  assert.ok(workers.length > 0);
  const children = childrenOf();
  assert.deepEqual(
    workers.filter((pid) => children.includes(pid)),
    [],
  );
}

/** Processes that this one started, as long as the system knows them. */
function childrenOf(): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(
        readFileSync(`/proc/${pid}/status`, 'utf8'),
      );
    } catch {
      return false;
    }
  });
}
