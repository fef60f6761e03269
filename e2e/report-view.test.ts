/** Pages of a report, from a push on: a real database, a real queue and real workers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World } from './support/analyses-world.ts';

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
