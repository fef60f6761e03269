/**
 * Garbage is collected every second, with three seconds of grace, while ten clients push, mount, retag and
 * delete images of shared layers. `DRYDOCK_GC_OPERATIONS=20000` for the long run.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistryUnderTest } from '../src/registry/registry-under-test.contract.ts';
import {
  CONFIG,
  digestOf,
  IMAGE,
  LAYER,
  registryWorld,
} from '../src/registry/registry-under-test.contract.ts';

const OPERATIONS = Number(process.env['DRYDOCK_GC_OPERATIONS'] ?? 1500);
/** So many blobs are collected at least, however fast the machine is. */
const REMOVED = 100;
const CLIENTS = 10;
const GRACE_MS = 3000;

/** Layers that all clients use, some of them often, so that one collects what another is just pushing. */
const LAYERS = Array.from({ length: 2000 }, (_, at) => randomBytes(200 + at * 8));
const OFTEN = 200;

interface Client {
  readonly repository: string;
  /** What the tags point to, as far as it was acknowledged. */
  readonly tags: Map<string, string>;
  readonly images: Map<string, Image>;
}

interface Image {
  readonly text: string;
  readonly blobs: readonly Buffer[];
}

test(`garbage collection takes nothing that a push relies on: ${OPERATIONS} operations`, async (context) => {
  const world = await registryWorld(context);
  const { clock, errors } = world;
  // The real time, and none of the fake's.
  clock.now = () => Date.now();
  const registry = await world.start({ limits: { graceMs: GRACE_MS } });
  const clients = Array.from({ length: CLIENTS }, (_, at) => ({
    repository: `gc/client-${at}`,
    tags: new Map<string, string>(),
    images: new Map<string, Image>(),
  }));
  let operations = 0;
  let runs = 0;
  let removed = 0;
  const goesOn = (): boolean => operations < OPERATIONS || removed < REMOVED;
  const collecting = (async (): Promise<void> => {
    for (; goesOn(); runs += 1) {
      const options = { untagged: 'remove', sweepAfterMs: 300, strangers: 'skip' } as const;
      removed += (await registry.registry.collectGarbage(options)).removedBlobs;
      await sleep(1000);
    }
  })();
  await Promise.all(
    clients.map(async (client) => {
      while (goesOn()) {
        operations += 1;
        await operate(registry, client, clients);
      }
    }),
  );
  await collecting;
  for (const client of clients)
    for (const tag of client.tags.keys()) await pull(registry, client, tag);
  context.diagnostic(`${operations} operations, ${runs} collections that removed ${removed} blobs`);
  assert.deepEqual(errors, []);
});

async function operate(
  registry: RegistryUnderTest,
  client: Client,
  clients: readonly Client[],
): Promise<void> {
  const { repository, tags } = client;
  const tag = `t${random(6)}`;
  const dice = random(10);
  if (dice < 4) return await push(registry, client, tag, clients);
  const digest = tags.get(tag);
  if (digest === undefined) return;
  if (dice < 7) return await pull(registry, client, tag);
  if (dice === 7) {
    const image = client.images.get(digest) ?? assert.fail();
    const other = `t${random(6)}`;
    const put = await registry.ask('PUT', `/v2/${repository}/manifests/${other}`, {
      body: image.text,
      headers: { 'content-type': IMAGE },
    });
    assert.equal(put.status, 201, put.body.toString());
    tags.set(other, digest);
    return;
  }
  const what = dice === 8 ? tag : digest;
  const deleted = await registry.ask('DELETE', `/v2/${repository}/manifests/${what}`);
  assert.equal(deleted.status, 202, deleted.body.toString());
  for (const [name, at] of tags) if (name === what || at === what) tags.delete(name);
}

/** As docker does it: look, mount where another has it, upload, then the manifest. */
async function push(
  { ask }: RegistryUnderTest,
  client: Client,
  tag: string,
  clients: readonly Client[],
): Promise<void> {
  const { repository } = client;
  const config = Buffer.from(`{"at":${random(50)}}`);
  const layers = Array.from(
    { length: 1 + random(3) },
    () => LAYERS[random(random(2) === 0 ? OFTEN : LAYERS.length)] ?? config,
  );
  for (const blob of [config, ...layers]) {
    const digest = digestOf(blob);
    if ((await ask('HEAD', `/v2/${repository}/blobs/${digest}`)).status === 200) continue;
    const from = clients[random(clients.length)]?.repository ?? '';
    const mounted = await ask(
      'POST',
      `/v2/${repository}/blobs/uploads/?mount=${digest}&from=${from}`,
    );
    if (mounted.status === 201) continue;
    assert.equal(mounted.status, 202);
    const put = await ask('PUT', `${mounted.headers.location}?digest=${digest}`, { body: blob });
    assert.equal(put.status, 201, put.body.toString());
  }
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: IMAGE,
    config: described(CONFIG, config),
    layers: layers.map((layer) => described(LAYER, layer)),
  });
  const put = await ask('PUT', `/v2/${repository}/manifests/${tag}`, {
    body: text,
    headers: { 'content-type': IMAGE },
  });
  assert.equal(put.status, 201, put.body.toString());
  client.tags.set(tag, digestOf(text));
  client.images.set(digestOf(text), { text, blobs: [config, ...layers] });
}

function described(mediaType: string, blob: Buffer): object {
  return { mediaType, digest: digestOf(blob), size: blob.length };
}

async function pull({ ask }: RegistryUnderTest, client: Client, tag: string): Promise<void> {
  const { repository } = client;
  const image = client.images.get(client.tags.get(tag) ?? '') ?? assert.fail();
  const manifest = await ask('GET', `/v2/${repository}/manifests/${tag}`);
  assert.equal(manifest.body.toString(), image.text);
  for (const blob of image.blobs) {
    const read = await ask('GET', `/v2/${repository}/blobs/${digestOf(blob)}`);
    assert.equal(read.status, 200, `${read.body.toString()} of ${manifest.body.toString()}`);
    assert.ok(read.body.equals(blob));
  }
}

function random(below: number): number {
  return Math.floor(Math.random() * below);
}
