/** Analyses from the push to the report, with a real database, a real queue and real workers. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { AnalysisEvent } from '../src/analyses/index.ts';
import { World, killWorkers, tarOf } from './support/analyses-world.ts';

const ALICE = { name: 'alice', requestId: 'request-1' };
const CURL = ['libc6=2.36-9', 'curl=7.88.1-10'];

test('a pushed tag of an active repository ends complete, with its report, and is told of', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  const listening = new AbortController();
  const told = Promise.withResolvers<void>();
  const events = collect(
    analyses.events({ repositoryIds: [repository] }, listening.signal),
    (event) => {
      if (event.kind === 'state' && event.state.kind === 'complete_with_gaps') told.resolve();
    },
  );
  await world.push(repository, '1', world.image([['libc6=2.36-9'], CURL]));
  server.module.pushed();
  assert.equal((await world.ended(server, repository, '1')).kind, 'complete_with_gaps');
  const tag = { kind: 'tag', tag: '1' } as const;
  const read = await analyses.report(repository, tag);
  assert.ok(read.ok, JSON.stringify(read));
  assert.equal(read.value.report.image.reference, 'registry.example.com/acme/shop:1');
  assert.deepEqual(
    read.value.report.packages.map(({ package: { name }, introducedIn }) => [name, introducedIn]),
    [
      ['curl', 1],
      ['libc6', 0],
    ],
  );
  const exported = await analyses.exportReport(repository, tag, 'json');
  assert.ok(exported.ok && JSON.parse(exported.value.text).packages.length === 2);
  const [listed] = await analyses.list(repository, { limit: 10 });
  assert.equal(listed?.summary?.packages, 2);
  await told.promise;
  listening.abort();
  const kinds = (await events).map((event) => (event.kind === 'state' ? event.state.kind : ''));
  // How it stands when it is told: what has begun by then was not told as queued.
  assert.match(kinds[0] ?? '', /^(queued|analyzing|matching|complete_with_gaps)$/);
  assert.equal(kinds.at(-1), 'complete_with_gaps');
});

test('whoever looks on is told to look again when notices of the database were lost', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const repository = await world.repository('acme/shop');
  const listening = new AbortController();
  const resync = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const filter = { repositoryIds: [repository] };
  const events = collect(server.module.analyses.events(filter, listening.signal), (event) => {
    if (event.kind === 'resync') resync.resolve();
    if (event.kind === 'state' && event.state.kind === 'complete_with_gaps') ended.resolve();
  });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%'`.execute(world.database.kysely);
  await resync.promise;
  // The connection is made again within two seconds.
  await sleep(3000);
  await world.push(repository, '1', world.image([CURL]));
  server.module.pushed();
  await ended.promise;
  listening.abort();
  await events;
});

test('an image in a hundred repositories is read once; without activation or plan, never', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const image = world.image([CURL]);
  const names = Array.from({ length: 100 }, (_, at) => `acme/app-${at}`);
  const repositories = await Promise.all(names.map((name) => world.repository(name)));
  for (const repository of repositories) await world.push(repository, '1', image);
  const off = await world.repository('acme/off', { isActive: false });
  const free = await world.repository('poor/app', { plan: 'free' });
  await world.push(off, '1', image);
  await world.push(free, '1', image);
  server.module.pushed();
  for (const repository of repositories) await world.ended(server, repository, '1');
  // The config, twice at most for looking at the platform, and the one layer.
  const { rows } = await sql<{
    runs: number;
  }>`select sum(generation)::int as runs from analyses`.execute(world.database.kysely);
  assert.deepEqual(rows, [{ runs: 1 }]);
  assert.deepEqual(await world.stateOf(server, off, '1'), { kind: 'inactive' });
  assert.deepEqual(await world.stateOf(server, free, '1'), { kind: 'not_analyzed' });
  const hidden = await server.module.analyses.report(off, { kind: 'tag', tag: '1' });
  assert.equal(hidden.ok ? 'shown' : hidden.error.code, 'analyses.no-report');
});

test('every platform of an index is analyzed, and the tag is all of them', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const repository = await world.repository('acme/shop');
  const amd = world.image([CURL]);
  const arm = world.image([['libc6=2.36-9', 'zlib1g=1.2.13']], 'linux/arm64');
  const attestation = {
    ...world.image([[]]),
    platform: { os: 'unknown', architecture: 'unknown' },
  };
  await world.push(repository, '1', world.index([amd, arm, attestation]));
  server.module.pushed();
  await world.ended(server, repository, '1');
  const reference = { kind: 'tag', tag: '1' } as const;
  const state = await server.module.analyses.stateOf(repository, reference);
  assert.deepEqual(
    state?.platforms.map(({ digest, platform }) => [digest, platform]),
    [
      [amd.digest, 'linux/amd64'],
      [arm.digest, 'linux/arm64'],
    ],
  );
  const read = await server.module.analyses.report(repository, reference, {
    platform: 'linux/arm64',
  });
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.report.packages.map((one) => one.package.name),
    ['libc6', 'zlib1g'],
  );
});

test('trouble of the storage passes, and counts as no attempt', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const repository = await world.repository('acme/shop');
  await world.push(repository, '1', world.image([CURL]));
  const layer = world.blobs.lastLayer;
  let isAway = true;
  world.blobs.onHalf = async (digest) => {
    if (digest === layer && isAway) throw new Error('503 slow down');
  };
  server.module.pushed();
  await sleep(2500);
  const waiting = await world.stateOf(server, repository, '1');
  assert.match(waiting.kind, /queued|analyzing/);
  isAway = false;
  assert.equal((await world.ended(server, repository, '1')).kind, 'complete_with_gaps');
  const { rows } = await sql<{ attempt: number }>`select attempt from analyses`.execute(
    world.database.kysely,
  );
  assert.deepEqual(rows, [{ attempt: 0 }]);
});

test('a poison image fails after bounded tries, and the others go on meanwhile', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const repository = await world.repository('acme/shop');
  const poison = world.image([['poison=1']]);
  const poisoned = world.blobs.lastLayer;
  let tries = 0;
  world.blobs.onHalf = async (digest) => {
    if (digest !== poisoned) return;
    tries += 1;
    killWorkers();
    await sleep(100);
  };
  await world.push(repository, 'poison', poison);
  server.module.pushed();
  for (let at = 0; at < 20; at += 1) {
    await world.push(repository, `good-${at}`, world.image([[`good=${at}`]]));
  }
  server.module.pushed();
  for (let at = 0; at < 20; at += 1) {
    const state = await world.ended(server, repository, `good-${at}`, 30_000);
    assert.equal(state.kind, 'complete_with_gaps');
  }
  const state = await world.ended(server, repository, 'poison', 60_000);
  assert.equal(state.kind, 'failed');
  assert.ok(state.kind === 'failed');
  assert.equal(state.code, 'analyzer.worker.died');
  assert.equal(state.attempt, 5);
  assert.equal(tries, 5);
});

test('bytes that are no layer end failed at once, and a person may ask again', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  const garbage = { ...world.blobs.put('no layer at all'), mediaType: 'application/x' };
  const layer = { ...garbage, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' };
  await world.push(repository, 'odd', world.manifestOf([layer], [garbage.digest]));
  server.module.pushed();
  const state = await world.ended(server, repository, 'odd');
  assert.ok(state.kind === 'failed', JSON.stringify(state));
  assert.equal(state.attempt, 1);
  const again = await analyses.rerun(repository, { kind: 'tag', tag: 'odd' }, ALICE);
  assert.ok(again.ok, JSON.stringify(again));
  assert.notEqual(again.value.state.kind, 'failed');
  assert.equal((await world.ended(server, repository, 'odd')).kind, 'failed');
});

test('what is cancelled is over, and the earlier result stays', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  const tag = { kind: 'tag', tag: '1' } as const;
  await world.push(repository, '1', world.image([CURL]));
  server.module.pushed();
  await world.ended(server, repository, '1');
  world.blobs.trouble = new Error('away');
  await analyses.rerun(repository, tag, ALICE);
  const cancelled = await analyses.cancel(repository, tag, ALICE);
  assert.ok(cancelled.ok);
  assert.deepEqual(cancelled.value.state, { kind: 'cancelled', by: 'alice' });
  assert.equal(cancelled.value.platforms[0]?.result?.generation, 1);
  assert.equal(cancelled.value.summary?.packages, 2);
});

test('a job that is delivered three times at once changes nothing', async (t) => {
  const world = await World.make(t);
  const [one, two] = [await world.serve(), await world.serve()];
  const repository = await world.repository('acme/shop');
  const digest = await world.push(repository, '1', world.image([CURL]));
  one.module.pushed();
  two.module.pushed();
  const signal = new AbortController().signal;
  await world.ended(one, repository, '1');
  await Promise.all([one, two, one].map(({ module }) => module.analyze({ digest }, signal)));
  const { rows } = await sql<{ generation: number; requests: number }>`
    select generation, (select count(*) from analysis_requests) as requests from analyses`.execute(
    world.database.kysely,
  );
  assert.deepEqual(rows, [{ generation: 1, requests: 1 }]);
});

test('a reader never sees a mixture of two results', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  const tag = { kind: 'tag', tag: '1' } as const;
  await world.push(repository, '1', world.image([CURL]));
  server.module.pushed();
  await world.ended(server, repository, '1');
  const generations = new Set<number>();
  for (let round = 0; round < 10; round += 1) {
    await analyses.rerun(repository, tag, ALICE);
    for (let look = 0; look < 5; look += 1) {
      const read = await analyses.report(repository, tag);
      assert.ok(read.ok);
      generations.add(read.value.generation);
      assert.equal(read.value.report.packages.length, read.value.report.summary.packages);
    }
    await world.ended(server, repository, '1');
  }
  assert.ok(generations.size > 5, String([...generations]));
});

test('findings have a first day, and tags open and close them', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const repository = await world.repository('acme/shop');
  const image = (version: string) => {
    const tar = tarOf([['app/package-lock.json', lockfileOf(version)]]);
    return world.imageOf([tar]);
  };
  await world.push(repository, '1', image('4.17.15'));
  server.module.pushed();
  await world.ended(server, repository, '1');
  await world.push(repository, '1', image('4.17.21'));
  server.module.pushed();
  await world.ended(server, repository, '1');
  const countOf = async (kind: string): Promise<number> => {
    const counting = sql<{ count: number }>`
      select count(*)::int as count from finding_events where kind = ${kind}`;
    return (await counting.execute(world.database.kysely)).rows[0]?.count ?? 0;
  };
  // Noted after the analysis has ended.
  for (let tries = 0; (await countOf('closed')) === 0; tries += 1) {
    assert.ok(tries < 300, 'nothing was closed');
    await sleep(100);
  }
  assert.ok((await countOf('opened')) >= (await countOf('closed')));
});

test('layers are read while they are uploaded, and not again for the push', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { uploads } = server.module;
  const repository = await world.repository('acme/shop');
  const folder = mkdtempSync(join(tmpdir(), 'drydock-live-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const image = world.image([['libc6=2.36-9'], CURL]);
  const layers = world.blobs.layersOf(image);
  for (const [at, digest] of layers.entries()) {
    const id = `upload-${at}`;
    const spoolPath = join(folder, id);
    const bytes = world.blobs.bytes.get(digest) ?? Buffer.alloc(0);
    writeFileSync(spoolPath, '');
    uploads.started({ id, repository: 'acme/shop', spoolPath });
    for (let written = 0; written < bytes.length; written += 100) {
      const chunk = bytes.subarray(written, written + 100);
      appendFileSync(spoolPath, chunk);
      uploads.grew(id, written + chunk.length);
    }
    renameSync(spoolPath, join(folder, `blob-${at}`));
    uploads.committed(id, digest);
  }
  // A config, and an upload that is given up: neither is anybody's trouble.
  writeFileSync(join(folder, 'config'), '{}');
  uploads.started({ id: 'config', repository: 'acme/shop', spoolPath: join(folder, 'config') });
  uploads.grew('config', 2);
  uploads.committed('config', world.blobs.put('{}').digest);
  uploads.started({ id: 'gone', repository: 'acme/shop', spoolPath: join(folder, 'gone') });
  uploads.abandoned('gone');
  await world.push(repository, '1', image);
  server.module.pushed();
  assert.equal((await world.ended(server, repository, '1')).kind, 'complete_with_gaps');
  assert.deepEqual(
    layers.map((digest) => world.blobs.asked.get(digest)),
    [undefined, undefined],
  );
  const read = await server.module.analyses.report(repository, { kind: 'tag', tag: '1' });
  assert.ok(read.ok && read.value.report.packages.length === 2);
});

test('every push ends though workers are killed all the time', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const repository = await world.repository('acme/shop');
  const killing = setInterval(killWorkers, 2500);
  t.after(() => clearInterval(killing));
  const pushes = Number(process.env['TEST_PUSHES'] ?? 40);
  for (let at = 0; at < pushes; at += 1) {
    await world.push(repository, `v${at}`, world.image([[`app=${at}`], CURL]));
    server.module.pushed();
  }
  const kinds = new Map<string, number>();
  for (let at = 0; at < pushes; at += 1) {
    const { kind } = await world.ended(server, repository, `v${at}`, 120_000);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  t.diagnostic(JSON.stringify([...kinds]));
  assert.equal(
    [...kinds.values()].reduce((sum, count) => sum + count, 0),
    pushes,
  );
});

test('a server that is killed gives its analyses to another within ten seconds', async (t) => {
  const world = await World.make(t);
  const repository = await world.repository('acme/shop');
  const folder = mkdtempSync(join(tmpdir(), 'drydock-killed-'));
  t.after(() => rmSync(folder, { recursive: true }));
  await world.push(repository, '1', world.image([CURL]));
  for (const [digest, bytes] of world.blobs.bytes) {
    writeFileSync(join(folder, digest.replace(':', '-')), bytes);
  }
  const program = join(import.meta.dirname, 'support/analyses-process.ts');
  const child = spawn(process.execPath, [program, world.database.url, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  const server = await world.serve();
  const started = performance.now();
  assert.equal((await world.ended(server, repository, '1')).kind, 'complete_with_gaps');
  const took = performance.now() - started;
  t.diagnostic(`${Math.round(took)} ms`);
  assert.ok(took < 12_000, `${took} ms`);
});

function lockfileOf(version: string): string {
  const packages = { 'node_modules/lodash': { version } };
  return JSON.stringify({ name: 'x', lockfileVersion: 3, packages });
}

async function collect(
  events: AsyncIterable<AnalysisEvent>,
  onEvent: (event: AnalysisEvent) => void,
): Promise<AnalysisEvent[]> {
  const all: AnalysisEvent[] = [];
  for await (const event of events) {
    all.push(event);
    onEvent(event);
  }
  return all;
}
