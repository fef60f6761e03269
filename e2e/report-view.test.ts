/** Pages of a report, from a push on: a real database, a real queue and real workers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Digest } from '../src/model/index.ts';
import { type Manifest, World } from './support/analyses-world.ts';

const CURL = ['libc6=2.36-9', 'curl=7.88.1-10'];

test('pages show the findings of the report, each with the day that it was seen first', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  await world.push(repository, '1', world.image([['libc6=2.36-9'], CURL]));
  server.module.pushed();
  await world.ended(server, repository, '1');
  const tag = { kind: 'tag', tag: '1' } as const;
  const read = await analyses.report(repository, tag);
  const view = await analyses.view(repository, tag);
  assert.ok(read.ok && view.ok);
  const { digest, findings, packageKeys } = view.value;
  assert.equal(digest, read.value.digest);
  assert.deepEqual(
    findings.map(({ finding }) => finding.id),
    read.value.report.findings.map(({ id }) => id),
  );
  assert.ok(findings.every(({ finding }) => packageKeys.has(finding.package)));
  const names = findings.map(({ finding, found }) => {
    const { ecosystem, name } = found.package;
    return { vulnerability: finding.id, packageType: ecosystem, packageName: name };
  });
  const absent = { vulnerability: 'CVE-1999-1', packageType: 'deb', packageName: 'none' };
  const seen = await analyses.firstSeen(repository, [absent, ...names]);
  assert.equal(seen.length, names.length + 1);
  assert.equal(seen[0], undefined);
  assert.ok(names.length > 0 && seen.slice(1).every((at) => at instanceof Date));
  const contents = await analyses.contents(repository, tag);
  assert.ok(contents.ok);
  assert.equal(contents.value.digest, digest);
  assert.deepEqual(
    contents.value.lines.map(({ index, diffId }) => [index, diffId]),
    view.value.layers.map(({ diffId }, index) => [index, diffId]),
  );
  const none = await analyses.view(repository, { kind: 'tag', tag: 'none' });
  assert.ok(!none.ok);
  assert.equal(none.error.code, 'analyses.unknown');
});

test('a push says what it changed, once and for its tag; states of many tags come at once', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  const push = async (tag: string, manifest: Manifest): Promise<Digest> => {
    const digest = await world.push(repository, tag, manifest);
    server.module.pushed();
    await world.ended(server, repository, tag);
    return digest;
  };
  const bad = await push('1', world.image([CURL]));
  assert.equal(await analyses.lastChange(repository, '1', bad), undefined);
  const good = await push('1', world.image([['libc6=2.36-9']]));
  const fixed = await noted(() => analyses.lastChange(repository, '1', good));
  assert.equal(fixed.before, bad);
  assert.ok(total(fixed.closed) > 0);
  assert.equal(total(fixed.opened), 0);
  assert.deepEqual(await fixed.findings(), []);
  await push('1', world.image([CURL]));
  const broken = await noted(() => analyses.lastChange(repository, '1', bad));
  assert.deepEqual([broken.before, broken.opened], [good, fixed.closed]);
  assert.ok((await broken.findings()).every(({ packageType }) => packageType === 'deb'));
  // Looked at again it is the same image in the same place.
  await analyses.rerun(repository, { kind: 'tag', tag: '1' }, { name: 'alice', requestId: 'r' });
  await world.ended(server, repository, '1');
  assert.deepEqual((await noted(() => analyses.lastChange(repository, '1', bad))).at, broken.at);
  assert.equal(await analyses.lastChange(repository, 'other', bad), undefined);
  const [last] = (await analyses.history(repository, good)).filter(({ change }) => change);
  assert.deepEqual([last?.tag, last?.change?.closed], ['1', fixed.closed]);

  const index = await push('index', world.index([world.image([CURL], 'linux/arm64')]));
  const states = await analyses.statesOf(repository, [bad, index]);
  for (const [digest, tag] of [
    [bad, '1'],
    [index, 'index'],
  ] as const) {
    const one = await analyses.stateOf(repository, { kind: 'tag', tag });
    assert.deepEqual(states.get(digest)?.state, one?.state);
    assert.deepEqual(states.get(digest)?.summary, one?.summary);
  }
});

test('what was pushed this moment waits, before its images are asked for', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  const first = await world.push(repository, '1', world.image([CURL]));
  server.module.pushed();
  await world.ended(server, repository, '1');
  // Nobody takes the next one off the list.
  await server.module.close();
  const second = await world.push(repository, '2', world.image([['libc6=2.36-9']]));
  const waiting = { kind: 'queued', position: 1 };
  assert.deepEqual(await world.stateOf(server, repository, '2'), waiting);
  const states = await analyses.statesOf(repository, [first, second]);
  assert.deepEqual(states.get(second)?.state, waiting);
  assert.equal(states.get(first)?.state.kind, 'complete_with_gaps');
  const off = await world.repository('acme/off', { isActive: false });
  await world.push(off, '1', world.image([CURL]));
  assert.deepEqual(await world.stateOf(server, off, '1'), { kind: 'inactive' });
});

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Findings are noted right after the result is there. */
async function noted<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  for (let tries = 0; tries < 100; tries += 1) {
    const value = await ask();
    if (value !== undefined) return value;
    await setTimeout(50);
  }
  throw new Error('it was not noted');
}
