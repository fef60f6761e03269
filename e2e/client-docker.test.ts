import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { CORPUS, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import type { CuttingProxy } from './support/cutting-proxy.ts';
import { startCuttingProxy } from './support/cutting-proxy.ts';
import { tagOf } from './support/docker-archive.ts';
import type { DockerEngine } from './support/docker-engine.ts';
import { startDockerEngine } from './support/docker-engine.ts';
import { scratch } from './support/drydock.ts';
import { ask, sha256, signedIn } from './support/raw-registry.ts';
import type { RegistryAccount } from './support/registry-account.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';

const IMAGE = 'small-node';
const isRoot = process.getuid?.() === 0;
const skip =
  withoutCorpus ||
  withoutPrograms('dockerd', 'docker') ||
  (isRoot ? false : 'SKIPPED: a Docker engine starts as root only');

let account: RegistryAccount;
let engine: DockerEngine;
let proxy: CuttingProxy;
let loaded = '';

before(async () => {
  if (skip) return;
  account = await startRegistryWithAccount();
  proxy = await startCuttingProxy(account.host, 1_000_000);
  const started = await startDockerEngine(join(scratch, 'engine'));
  if ('failed' in started) throw new Error(started.failed);
  engine = started;
  const archive = join(CORPUS, IMAGE, `${IMAGE}.docker.tar`);
  await docker('load', '-q', '-i', archive);
  loaded = tagOf(archive);
});
after(async () => {
  if (skip) return;
  await engine.stop();
  proxy.stop();
  await account.stop();
});

test('docker login takes the password, and refuses another', { skip }, async () => {
  const wrong = await engine.docker('login', '-u', account.user, '-p', 'wrong', account.host);
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.output, /unauthorized|denied|incorrect/i);
  await docker('login', '-u', account.user, '-p', account.password, account.host);
  await docker('login', '-u', account.user, '-p', account.password, proxy.host);
});

test('docker pushes an image, and what is stored is what it says', { skip }, async () => {
  const reference = named('app:1');
  await docker('tag', loaded, reference);
  const digest = digestIn(await docker('push', reference));
  const scope = `repository:${account.user}/app:pull`;
  const registry = await signedIn(account.host, scope, `${account.user}:${account.password}`);
  const manifest = await ask(registry, `/v2/${account.user}/app/manifests/1`);
  assert.equal(sha256(manifest.body), digest);
  for (const layer of arrayOf(recordOf(JSON.parse(manifest.body.toString()))['layers'])) {
    const { digest, size } = recordOf(layer);
    const blob = await ask(registry, `/v2/${account.user}/app/blobs/${String(digest)}`);
    assert.deepEqual([sha256(blob.body), blob.body.length], [digest, size]);
  }
});

test('pushed again, no layer goes up; to another repository it is mounted', { skip }, async () => {
  const again = await docker('push', named('app:1'));
  assert.match(again, /Layer already exists/);
  assert.doesNotMatch(again, /: Pushed/);
  await docker('tag', loaded, named('other:1'));
  const mounted = await docker('push', named('other:1'));
  assert.match(mounted, new RegExp(`Mounted from ${account.user}/app`));
  assert.doesNotMatch(mounted, /: Pushed/);
  assert.equal(digestIn(mounted), digestIn(again));
});

test('docker pulls it back by tag and by digest, and runs it', { skip }, async (context) => {
  const reference = named('app:1');
  const digest = digestIn(await docker('push', reference));
  await docker('rmi', reference, named('other:1'), loaded);
  const pulled = await docker('pull', reference);
  assert.equal(digestIn(pulled), digest);
  await docker('rmi', reference);
  await docker('pull', `${account.host}/${account.user}/app@${digest}`);
  await docker('pull', reference);
  const ran = await engine.docker(
    'run',
    '--rm',
    '--network=none',
    reference,
    '/bin/echo',
    'it runs',
  );
  if (/cgroup|operation not permitted|not supported/i.test(ran.output) && ran.code !== 0) {
    context.diagnostic(`no container runs on this machine: ${ran.output.slice(0, 300)}`);
  } else {
    assert.match(ran.output, /it runs/);
  }
});

test('a pull whose answers are cut goes on by range', { skip }, async () => {
  const reference = named('app:1');
  await engine.docker('rmi', '-f', reference);
  await docker('image', 'prune', '-a', '-f');
  const pulled = await docker('pull', `${proxy.host}/${account.user}/app:1`);
  assert.match(pulled, /Digest: sha256:/);
  assert.ok(proxy.resumed.length > 0, 'nothing was asked for by range');
  assert.ok(proxy.resumed.every((range) => /^bytes=[1-9]\d*-/.test(range)));
});

test('what nobody may see is not there for docker either', { skip }, async () => {
  await docker('logout', account.host);
  const refused = await engine.docker('pull', named('app:1'));
  assert.notEqual(refused.code, 0);
  assert.match(refused.output, /denied|not found|unauthorized/i);
});

function named(name: string): string {
  return `${account.host}/${account.user}/${name}`;
}

async function docker(...args: readonly string[]): Promise<string> {
  const { code, output } = await engine.docker(...args);
  assert.equal(code, 0, `docker ${args.join(' ')}: ${output}`);
  return output;
}

/** As `docker push` and `docker pull` end with it. */
function digestIn(output: string): string {
  return /digest: (sha256:[0-9a-f]{64})/i.exec(output)?.[1] ?? assert.fail(output);
}
