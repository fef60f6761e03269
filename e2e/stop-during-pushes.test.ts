/** Issue 3, F2: whoever pushes does not notice that the server is told to stop, and starts again. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { arrayOf, recordOf } from '../src/base/index.ts';
import type { Containerd } from './support/containerd.ts';
import { startContainerd } from './support/containerd.ts';
import { withoutPrograms } from './support/corpus.ts';
import { writeDockerArchive } from './support/docker-archive.ts';
import type { DockerEngine } from './support/docker-engine.ts';
import { startDockerEngine } from './support/docker-engine.ts';
import { scratch } from './support/drydock.ts';
import type { DrydockServer } from './support/drydock-server.ts';
import { startDrydock } from './support/drydock-server.ts';
import type { RawRegistry } from './support/raw-registry.ts';
import { ask, MANIFEST_TYPE, signedIn } from './support/raw-registry.ts';
import type { Ended } from './support/run-program.ts';
import { runProgram } from './support/run-program.ts';
import { freePort } from './support/server-process.ts';
import type { SlowProxy } from './support/slow-proxy.ts';
import { startSlowProxy } from './support/slow-proxy.ts';

const isRoot = process.getuid?.() === 0;
const skip =
  withoutPrograms('dockerd', 'docker', 'containerd', 'ctr', 'skopeo') ||
  (isRoot ? false : 'SKIPPED: a Docker engine and containerd start as root only');

/** After so many requests of all pushes together the server is told to stop: they have about 70. */
const MOMENTS = [1, 10, 25, 40, 55];
const LAYERS = { layers: 3, layerBytes: 1_000_000 };
/** So that bodies are on their way for most of a push: 9 MB in three seconds. */
const BYTES_A_SECOND = 3_000_000;

const data = mkdtempSync(join(scratch, 'data-'));
let engine: DockerEngine;
let containerd: Containerd;
let server: DrydockServer;
let proxy: SlowProxy;

before(async () => {
  if (skip) return;
  server = await startDrydock({ data, port: await freePort() });
  proxy = await startSlowProxy(server.host, BYTES_A_SECOND);
  const started = await startDockerEngine(join(scratch, 'engine'));
  if ('failed' in started) throw new Error(started.failed);
  engine = started;
  containerd = await startContainerd(join(scratch, 'containerd'));
});
after(async () => {
  if (skip) return;
  await containerd.stop();
  await engine.stop();
  proxy.stop();
  await server.stop();
});

test(
  'docker, ctr and skopeo do not notice, at any moment of their pushes, that the server stops',
  { skip },
  async (t) => {
    for (const moment of MOMENTS) {
      const images = await prepared(`round-${moment}`);
      const pushes = images.map(async ({ push }) => push());
      let ended = 0;
      for (const push of pushes) void push.finally(() => (ended += 1));
      while (requestsOf(server) < moment && ended < pushes.length) await sleep(2);
      assert.ok(ended < pushes.length, 'all was over before the server was told to stop');
      const code = await server.stop();
      for (const push of pushes) {
        const { code, output } = await push;
        assert.equal(code, 0, `told to stop after ${moment} requests: ${output}`);
      }
      assert.equal(code, 0);
      t.diagnostic(`told after ${moment} of ${requestsOf(server)} requests`);
      server = await startDrydock({ data, port: Number(server.host.split(':')[1]) });
      for (const { repository } of images) await assertWhole(repository);
    }
  },
);

interface Prepared {
  readonly repository: string;
  readonly push: () => Promise<Ended>;
}

/** An image that the server has not, in the hands of each client. */
async function prepared(round: string): Promise<readonly Prepared[]> {
  const folder = join(scratch, round);
  mkdirSync(folder);
  const archives = { docker: '', ctr: '', skopeo: '' };
  for (const client of ['docker', 'ctr', 'skopeo'] as const) {
    archives[client] = join(folder, `${client}.tar`);
    writeDockerArchive(archives[client], nameOf(client, round), LAYERS);
  }
  assertWell(await engine.docker('load', '-q', '-i', archives.docker));
  assertWell(await containerd.ctr('images', 'import', '--no-unpack', archives.ctr));
  rmSync(archives.ctr);
  const [docker, ctr] = [nameOf('docker', round), nameOf('ctr', round)];
  const plain = ['-q', '--dest-tls-verify=false'];
  const from = `docker-archive:${archives.skopeo}`;
  return [
    {
      repository: `docker/${round}`,
      push: () => engine.docker('push', docker),
    },
    {
      repository: `ctr/${round}`,
      push: () => containerd.ctr('images', 'push', '--plain-http', ctr),
    },
    {
      repository: `skopeo/${round}`,
      push: () =>
        runProgram('skopeo', ['copy', ...plain, from, `docker://${nameOf('skopeo', round)}`]),
    },
  ];
}

function nameOf(client: string, round: string): string {
  return `${proxy.host}/${client}/${round}:1`;
}

function assertWell({ code, output }: Ended): void {
  assert.equal(code, 0, output);
}

/** That it was asked as a registry, as its log tells. */
function requestsOf({ log }: DrydockServer): number {
  return log().split('"path":"/v2/').length - 1;
}

async function assertWhole(repository: string): Promise<void> {
  const registry = await signedIn(server.host, `repository:${repository}:pull`);
  const manifest = await manifestOf(registry, repository);
  const blobs = [manifest['config'], ...arrayOf(manifest['layers'])].map(recordOf);
  assert.equal(blobs.length, LAYERS.layers + 1);
  for (const { digest, size } of blobs) {
    const head = await ask(registry, `/v2/${repository}/blobs/${String(digest)}`, {
      method: 'HEAD',
    });
    assert.deepEqual([head.status, Number(head.headers['content-length'])], [200, size]);
  }
}

async function manifestOf(
  registry: RawRegistry,
  repository: string,
): Promise<Readonly<Record<string, unknown>>> {
  const accept = `${MANIFEST_TYPE}, application/vnd.docker.distribution.manifest.v2+json`;
  const answer = await ask(registry, `/v2/${repository}/manifests/1`, { headers: { accept } });
  assert.equal(answer.status, 200, `${repository} is not there`);
  return recordOf(JSON.parse(answer.body.toString()));
}
