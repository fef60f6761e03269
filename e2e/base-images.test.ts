/** What images are built on: from pushes to the hierarchy, and from a prediction to what really came. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { asDiffId } from '../src/model/index.ts';
import { type Manifest, type Server, World, digestOf, tarOf } from './support/analyses-world.ts';

const RELEASE = [
  'etc/os-release',
  'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n',
] as const;
const TOOL = layerOf('usr/lib', { minimist: '0.0.8', handlebars: '4.0.11' });
const RENEWED = layerOf('usr/lib', { minimist: '1.2.8', handlebars: '4.0.11', qs: '6.5.1' });
const APP = layerOf('app', { lodash: '4.17.4' });
const TAG = { kind: 'tag', tag: '1' } as const;

test('a refreshed base is predicted, and what comes of the next push is what was predicted', async (t) => {
  const { world, server, base, app, secret } = await made(t);
  const { analyses } = server.module;
  const repositoryIds = [base, app];
  await push(world, server, [base, '1'], world.imageOf([tarOf([RELEASE]), TOOL]));
  await push(world, server, [secret, '1'], world.imageOf([tarOf([RELEASE]), TOOL]));
  await push(world, server, [app, '1'], world.imageOf([tarOf([RELEASE]), TOOL, APP]));
  const hierarchy = await analyses.hierarchy(app, TAG, { repositoryIds });
  assert.ok(hierarchy.ok);
  assert.deepEqual(
    hierarchy.value.levels.map(({ layers, confidence, images }) => [
      layers,
      confidence,
      images.map(({ repository, tag, isCurrent }) => [repository, tag, isCurrent]),
    ]),
    [[2, 'high', [['acme/base', '1', true]]]],
  );
  const uses = await analyses.hierarchy(base, TAG, { repositoryIds });
  assert.ok(uses.ok);
  assert.deepEqual(
    uses.value.uses.map(({ repository, tag, isStale }) => [repository, tag, isStale]),
    [['acme/app', '1', false]],
  );
  assert.deepEqual(await optionsOf(server, app, repositoryIds), { options: [] });

  // Whoever may read the other's too knows of two that it may have been.
  const all = await analyses.hierarchy(app, TAG, { repositoryIds: [...repositoryIds, secret] });
  assert.ok(all.ok);
  assert.equal(all.value.levels[0]?.confidence, 'medium');

  await push(world, server, [base, '1'], world.imageOf([tarOf([RELEASE]), RENEWED]));
  const { options } = await optionsOf(server, app, repositoryIds);
  const [refresh] = options;
  const stale = await analyses.hierarchy(base, TAG, { repositoryIds });
  assert.ok(stale.ok);
  assert.deepEqual(
    stale.value.uses.map(({ repository, isStale }) => [repository, isStale]),
    [['acme/app', true]],
  );
  assert.ok(refresh?.prediction);
  assert.deepEqual([refresh.kind, refresh.repository, refresh.tag], ['refresh', 'acme/base', '1']);
  const { present, predicted } = refresh.prediction;
  assert.ok(refresh.prediction.gone > 0 && refresh.prediction.added > 0);

  const rebuilt = world.imageOf([tarOf([RELEASE]), RENEWED, APP]);
  await push(world, server, [app, '1'], rebuilt);
  const report = await analyses.report(app, TAG);
  assert.ok(report.ok);
  assert.deepEqual(report.value.report.summary, predicted);
  const { afterPush } = await optionsOf(server, app, repositoryIds);
  assert.deepEqual(
    [afterPush?.past, afterPush?.predicted, afterPush?.actual, afterPush?.to.repository],
    [present, predicted, predicted, 'acme/base'],
  );
});

test('a base that was imported is named for all, with no image of it here', async (t) => {
  const { world, server, app } = await made(t);
  const { analyses } = server.module;
  const layers = [tarOf([RELEASE]), TOOL];
  await push(world, server, [app, '1'], world.imageOf([...layers, APP]));
  await analyses.importBase({
    reference: 'docker.io/library/debian:12',
    digest: digestOf(TOOL),
    platform: 'linux/amd64',
    diffIds: layers.map((layer) => asDiffId(digestOf(layer))),
    by: 'alice',
  });
  const found = await analyses.hierarchy(app, TAG, { repositoryIds: [] });
  assert.ok(found.ok);
  assert.deepEqual(
    found.value.levels.map(({ layers: count, elsewhere }) => [count, elsewhere[0]?.reference]),
    [[2, 'docker.io/library/debian:12']],
  );
});

test('provenance that names a base makes it certain', async (t) => {
  const { world, server, base, app, secret } = await made(t);
  const repositoryIds = [base, app, secret];
  const below = world.imageOf([tarOf([RELEASE]), TOOL]);
  await push(world, server, [base, '1'], below);
  await push(world, server, [secret, '1'], below);
  const image = world.imageOf([tarOf([RELEASE]), TOOL, APP]);
  const material = { uri: 'pkg:docker/registry.example.com/acme/base@1' };
  const materials = [{ ...material, digest: { sha256: below.digest.slice('sha256:'.length) } }];
  const index = world.index([image, attestationOf(world, image, { predicate: { materials } })]);
  await world.push(app, '1', index);
  server.module.pushed();
  await world.ended(server, app, '1');
  const found = await server.module.analyses.hierarchy(app, TAG, { repositoryIds });
  assert.ok(found.ok, JSON.stringify(found));
  assert.deepEqual(
    found.value.levels.map(({ layers, confidence }) => [layers, confidence]),
    [[2, 'certain']],
  );
});

test('what was pushed before chains were kept is looked at when a server starts', async (t) => {
  const world = await World.make(t);
  const repository = await world.repository('acme/old', { isActive: false });
  const old = world.imageOf([tarOf([RELEASE]), TOOL]);
  await world.push(repository, 'base', old);
  await world.push(repository, '1', world.imageOf([tarOf([RELEASE]), TOOL, APP]));
  const server = await world.serve();
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await server.module.analyses.hierarchy(repository, TAG, {
      repositoryIds: [repository],
    });
    assert.ok(found.ok);
    const [level] = found.value.levels;
    if (level) {
      assert.deepEqual(
        level.images.map(({ digest, isCurrent }) => [digest, isCurrent]),
        [[old.digest, true]],
      );
      return;
    }
    await sleep(50);
  }
  assert.fail('the chain does not come');
});

async function made(t: Parameters<typeof World.make>[0]) {
  const world = await World.make(t);
  const server = await world.serve();
  return {
    world,
    server,
    base: await world.repository('acme/base'),
    app: await world.repository('acme/app'),
    secret: await world.repository('other/base'),
  };
}

/** As BuildKit writes them. */
function attestationOf(world: World, image: Manifest, statement: object): Manifest {
  const annotations = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' };
  const mediaType = 'application/vnd.in-toto+json';
  const layer = { ...world.blobs.put(JSON.stringify(statement)), mediaType, annotations };
  const made = world.manifestOf([layer], [layer.digest]);
  return {
    ...made,
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': image.digest,
    },
  };
}

/** And waits for its end, and for its chain. */
async function push(
  world: World,
  server: Server,
  [repository, tag]: readonly [number, string],
  image: Manifest,
): Promise<void> {
  await world.push(repository, tag, image);
  server.module.pushed();
  for (;;) {
    await world.ended(server, repository, tag);
    const found = await server.module.analyses.report(repository, { kind: 'tag', tag });
    if (found.ok && found.value.digest === image.digest) break;
    await sleep(20);
  }
  // The last thing that is done for a push.
  await sleep(300);
}

async function optionsOf(server: Server, repository: number, repositoryIds: readonly number[]) {
  const found = await server.module.analyses.basesFor(repository, TAG, { repositoryIds });
  assert.ok(found.ok, JSON.stringify(found));
  return found.value;
}

/** npm packages in a folder. */
function layerOf(folder: string, packages: Readonly<Record<string, string>>): Buffer {
  return tarOf(
    Object.entries(packages).map(([name, version]) => [
      `${folder}/node_modules/${name}/package.json`,
      JSON.stringify({ name, version }),
    ]),
  );
}
