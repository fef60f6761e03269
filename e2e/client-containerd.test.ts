import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { CORPUS, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import type { CuttingProxy } from './support/cutting-proxy.ts';
import { startCuttingProxy } from './support/cutting-proxy.ts';
import { scratch } from './support/drydock.ts';
import type { RegistryAccount } from './support/registry-account.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';
import { runProgram, succeed } from './support/run-program.ts';
import type { ServerProcess } from './support/server-process.ts';
import { startServer } from './support/server-process.ts';

const isRoot = process.getuid?.() === 0;
const skip =
  withoutCorpus ||
  withoutPrograms('containerd', 'ctr') ||
  (isRoot ? false : 'SKIPPED: containerd starts as root only');

let account: RegistryAccount;
let containerd: ServerProcess;
let proxy: CuttingProxy;
let image = '';
const socket = join(scratch, 'c.sock');

before(async () => {
  if (skip) return;
  account = await startRegistryWithAccount();
  proxy = await startCuttingProxy(account.host, 1_000_000);
  containerd = await startContainerd();
  const archive = join(CORPUS, 'small-node', 'small-node.docker.tar');
  await ctr('images', 'import', '--no-unpack', archive);
  image = tagOf(archive);
});
after(async () => {
  if (skip) return;
  await containerd.stop();
  proxy.stop();
  await account.stop();
});

test('ctr pushes with a password grant, and again to another repository', { skip }, async () => {
  await ctr('images', 'push', ...access(), named('ctr:1'), image);
  await ctr('images', 'push', ...access(), named('ctr:1'), image);
  await ctr('images', 'push', ...access(), named('ctr-other:1'), image);
  const wrong = ['--plain-http', '--user', `${account.user}:wrong`];
  const refused = await runProgram('ctr', [
    '-a',
    socket,
    'images',
    'push',
    ...wrong,
    named('ctr:2'),
    image,
  ]);
  assert.notEqual(refused.code, 0);
});

test('ctr pulls what it pushed, and goes on where an answer is cut', { skip }, async () => {
  await ctr('images', 'push', ...access(), named('pulled:1'), image);
  for (const host of [account.host, proxy.host]) {
    await forgetAll();
    const reference = `${host}/${account.user}/pulled:1`;
    await ctr('content', 'fetch', ...access(), reference);
    assert.ok((await ctr('images', 'ls', '-q')).includes(reference));
    assert.match(await ctr('images', 'check', `name==${reference}`), /complete/);
  }
  assert.ok(proxy.resumed.length > 0, 'nothing was asked for by range');
});

function named(name: string): string {
  return `${account.host}/${account.user}/${name}`;
}

function access(): string[] {
  return ['--plain-http', '--user', `${account.user}:${account.password}`];
}

function ctr(...args: readonly string[]): Promise<string> {
  return succeed('ctr', ['-a', socket, ...args]);
}

/** With its images goes what they are made of. */
async function forgetAll(): Promise<void> {
  for (const name of (await ctr('images', 'ls', '-q')).trim().split('\n')) {
    if (name !== '') await ctr('images', 'rm', '--sync', name);
  }
  assert.equal((await ctr('content', 'ls', '-q')).trim(), '');
}

async function startContainerd(): Promise<ServerProcess> {
  const folder = join(scratch, 'containerd');
  mkdirSync(folder);
  const path = join(folder, 'config.toml');
  writeFileSync(
    path,
    `version = 2
root = "${folder}/root"
state = "${folder}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "${socket}"
`,
  );
  const isUp = (): Promise<boolean> =>
    Promise.resolve(existsSync(socket) && spawnSync('ctr', ['-a', socket, 'version']).status === 0);
  const started = await startServer('containerd', ['-c', path], isUp);
  if ('failed' in started) throw new Error(started.failed);
  return started;
}

function tagOf(archive: string): string {
  const json: unknown = JSON.parse(
    execFileSync('tar', ['xOf', archive, 'manifest.json']).toString(),
  );
  const tag = String(arrayOf(recordOf(arrayOf(json)[0])['RepoTags'])[0]);
  return tag.includes('/') ? tag : `docker.io/library/${tag}`;
}
