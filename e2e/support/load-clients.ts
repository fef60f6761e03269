import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeLayout } from '../layout-of.ts';
import type { Containerd } from './containerd.ts';
import type { DockerEngine } from './docker-engine.ts';
import { scratch } from './drydock.ts';
import { ask, manifestOf, pushBlob, putManifest, sha256, signedIn } from './raw-registry.ts';
import type { RegistryAccount } from './registry-account.ts';
import { succeed } from './run-program.ts';
import { signIn } from './session.ts';

/** One that no other client has. */
export interface Image {
  readonly name: string;
}

/** One kind of client. Rejects where the client would tell its user of a failure. */
export interface LoadClient {
  readonly kind: 'docker' | 'skopeo' | 'ctr' | 'raw';
  make(): Promise<Image>;
  push(image: Image): Promise<void>;
  /** All of it, and looks whether it is what was pushed. */
  pull(image: Image): Promise<void>;
}

export interface Engines {
  readonly docker: DockerEngine;
  readonly containerd: Containerd;
}

/** docker, skopeo, ctr and raw clients, signed in, each with a repository that is analyzed. */
export async function loadClients(
  account: RegistryAccount,
  { docker: engine, containerd }: Engines,
): Promise<readonly LoadClient[]> {
  const { host, user, password } = account;
  const folder = mkdtempSync(join(scratch, 'auth-'));
  const auth = join(folder, 'auth.json');
  const login = ['--tls-verify=false', '--authfile', auth, '-u', user, '-p', password, host];
  await succeed('skopeo', ['login', ...login]);
  await ended(engine.docker('login', '-u', user, '-p', password, host));
  const clients = [
    dockerClient(engine, `${host}/${user}/docker`),
    skopeoClient(`${host}/${user}/skopeo`, auth),
    ctrClient(containerd, `${host}/${user}/ctr`, `${user}:${password}`),
    rawClient(host, `${user}/raw`, `${user}:${password}`),
    rawClient(host, `${user}/raw`, `${user}:${password}`),
  ];
  // A repository is there when something was pushed to it.
  for (const client of clients) await client.push(await client.make());
  const session = await signIn(account);
  for (const { kind } of clients) {
    await session.ask('PUT', `/repositories/${user}/${kind}/activation`, {});
  }
  return clients;
}

async function ended(running: Promise<{ code: number | null; output: string }>): Promise<string> {
  const { code, output } = await running;
  if (code !== 0) throw new Error(output.slice(-1000));
  return output;
}

let images = 0;

function tagOf(): string {
  images += 1;
  return `t${images}`;
}

/** A layer of one file that no other has. */
function layerOf(bytes: number): Buffer {
  const folder = mkdtempSync(join(scratch, 'layer-'));
  mkdirSync(join(folder, 'srv'));
  writeFileSync(join(folder, 'srv', 'file'), randomBytes(bytes));
  const tar = execFileSync('tar', ['-C', folder, '-cf', '-', 'srv'], { maxBuffer: 64 * 1024 ** 2 });
  rmSync(folder, { recursive: true });
  return tar;
}

const LAYER_BYTES = 3_000_000;

function dockerClient(engine: DockerEngine, repository: string): LoadClient {
  const digests = new Map<string, string>();
  return {
    kind: 'docker',
    async make() {
      const name = `${repository}:${tagOf()}`;
      const file = join(scratch, 'docker-layer.tar');
      writeFileSync(file, layerOf(LAYER_BYTES));
      await ended(engine.docker('import', file, name));
      return { name };
    },
    async push({ name }) {
      digests.set(name, digestIn(await ended(engine.docker('push', name))));
    },
    async pull({ name }) {
      await engine.docker('rmi', '-f', name);
      assert.equal(digestIn(await ended(engine.docker('pull', name))), digests.get(name));
      await engine.docker('rmi', '-f', name);
    },
  };
}

/** As `docker push` and `docker pull` end with it. */
function digestIn(output: string): string {
  return /digest: (sha256:[0-9a-f]{64})/i.exec(output)?.[1] ?? assert.fail(output);
}

function skopeoClient(repository: string, auth: string): LoadClient {
  return {
    kind: 'skopeo',
    async make() {
      const tag = tagOf();
      const name = `${repository}:${tag}`;
      writeLayout(folderOf(name), [{ tag, layers: [layerOf(LAYER_BYTES), layerOf(1000)] }]);
      return { name };
    },
    async push({ name }) {
      const from = `oci:${folderOf(name)}`;
      const args = ['copy', '-q', '--dest-tls-verify=false', '--authfile', auth];
      await succeed('skopeo', [...args, from, `docker://${name}`]);
    },
    async pull({ name }) {
      const back = mkdtempSync(join(scratch, 'back-'));
      const args = ['copy', '-q', '--src-tls-verify=false', '--authfile', auth];
      await succeed('skopeo', [...args, `docker://${name}`, `oci:${back}`]);
      rmSync(back, { recursive: true });
    },
  };
}

function folderOf(name: string): string {
  return join(scratch, `skopeo-${name.split(':').at(-1)}`);
}

function ctrClient(containerd: Containerd, repository: string, user: string): LoadClient {
  const ctr = (...args: readonly string[]): Promise<string> => ended(containerd.ctr(...args));
  const access = ['--plain-http', '--user', user];
  return {
    kind: 'ctr',
    async make() {
      const tag = tagOf();
      const folder = mkdtempSync(join(scratch, 'ctr-'));
      writeLayout(folder, [{ tag, layers: [layerOf(LAYER_BYTES)] }]);
      const archive = `${folder}.tar`;
      execFileSync('tar', ['-C', folder, '-cf', archive, '.']);
      await ctr('images', 'import', '--no-unpack', '--base-name', repository, archive);
      rmSync(folder, { recursive: true });
      rmSync(archive);
      return { name: `${repository}:${tag}` };
    },
    async push({ name }) {
      await ctr('images', 'push', ...access, name);
    },
    async pull({ name }) {
      await ctr('images', 'rm', '--sync', name);
      await ctr('content', 'fetch', ...access, name);
    },
  };
}

function named(bytes: Buffer): { readonly digest: string; readonly size: number } {
  return { digest: sha256(bytes), size: bytes.length };
}

/** One connection for each request, none of them tried again. */
function rawClient(host: string, repository: string, credentials: string): LoadClient {
  const made = new Map<string, { readonly config: Buffer; readonly layer: Buffer }>();
  const registry = (): ReturnType<typeof signedIn> =>
    signedIn(host, `repository:${repository}:pull,push`, credentials);
  return {
    kind: 'raw',
    async make() {
      const name = tagOf();
      const layer = layerOf(16_000);
      const diffId = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
      const rootfs = { type: 'layers', diff_ids: [diffId] };
      const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs }));
      made.set(name, { config, layer });
      return { name };
    },
    async push({ name }) {
      const { config, layer } = made.get(name) ?? assert.fail();
      const signed = await registry();
      for (const bytes of [config, layer]) {
        const answer = await pushBlob(signed, repository, sha256(bytes), bytes);
        assert.equal(answer.status, 201, answer.body.toString());
      }
      const manifest = manifestOf(named(config), [named(layer)]);
      const answer = await putManifest(signed, repository, name, manifest);
      assert.equal(answer.status, 201, answer.body.toString());
    },
    async pull({ name }) {
      const { config, layer } = made.get(name) ?? assert.fail();
      const signed = await registry();
      const manifest = await ask(signed, `/v2/${repository}/manifests/${name}`);
      assert.deepEqual(manifest.body, manifestOf(named(config), [named(layer)]));
      for (const bytes of [config, layer]) {
        const blob = await ask(signed, `/v2/${repository}/blobs/${sha256(bytes)}`);
        assert.ok(blob.body.equals(bytes), `${blob.status}`);
      }
    },
  };
}
