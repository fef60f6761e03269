import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../src/base/index.ts';
import { World } from './support/analyses-world.ts';

const ALICE = { name: 'alice', requestId: 'request-1' };

test('an SBOM made elsewhere has a report under the name that it was pushed with', async (t) => {
  const world = await World.make(t);
  const server = await world.serve();
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  const reference = 'ghcr.io/acme/app:1.2';
  const component = { type: 'library', name: 'lodash', version: '4.17.15' };
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [{ ...component, purl: 'pkg:npm/lodash@4.17.15' }],
  };
  const bytes = Buffer.from(JSON.stringify(document));
  const pushed = await analyses.pushSbom(repository, { reference, bytes }, ALICE);
  assert.ok(pushed.ok, JSON.stringify(pushed));
  const state = await world.ended(server, repository, reference);
  const read = await analyses.report(repository, { kind: 'tag', tag: reference });
  assert.ok(read.ok, JSON.stringify(state));
  assert.equal(read.value.report.packages[0]?.package.name, 'lodash');
  const refused = await analyses.pushSbom(
    repository,
    { reference, bytes: Buffer.from('{}') },
    ALICE,
  );
  assert.equal(refused.ok ? 'taken' : refused.error.code, 'sources.sbom.unknown');
});

test('an SBOM that kills who reads it fails, and the server and its neighbours go on', async (t) => {
  const world = await World.make(t);
  // Less than is usual, so that it is over soon.
  const limits = { ...DEFAULT_LIMITS, workerBytes: 400 * 1024 * 1024 };
  const server = await world.serve({ limits });
  const { analyses } = server.module;
  const repository = await world.repository('acme/shop');
  const push = (reference: string, text: string): ReturnType<typeof analyses.pushSbom> =>
    analyses.pushSbom(repository, { reference, bytes: Buffer.from(text) }, ALICE);
  const most = 64 * 1024 * 1024;
  const deep = await push('deep', '['.repeat(1_000_000) + ']'.repeat(1_000_000));
  assert.equal(deep.ok ? 'taken' : deep.error.code, 'sources.sbom.json');
  const large = await push('large', `{"components":"${'x'.repeat(most)}"}`);
  assert.equal(large.ok ? 'taken' : large.error.code, 'sources.limit');
  // Twenty million objects of three bytes each: more than a worker's heap holds.
  const head = '{"bomFormat":"CycloneDX","components":[{}';
  const many = `${head}${',{}'.repeat(Math.floor((most - head.length - 2) / 3))}]}`;
  const killer = await push('killer', many);
  assert.ok(killer.ok, JSON.stringify(killer));
  const ended = await world.ended(server, repository, 'killer', 120_000);
  assert.equal(ended.kind, 'failed', JSON.stringify(ended));
  assert.match(JSON.stringify(ended), /analyses\.sbom\.too-costly/);
  const component = { type: 'library', name: 'lodash', purl: 'pkg:npm/lodash@4.17.15' };
  const sound = await push(
    'sound',
    `{"bomFormat":"CycloneDX","components":[${JSON.stringify(component)}]}`,
  );
  assert.ok(sound.ok, JSON.stringify(sound));
  assert.match((await world.ended(server, repository, 'sound')).kind, /^complete/);
});
