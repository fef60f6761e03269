import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Containerd } from './support/containerd.ts';
import { startContainerd } from './support/containerd.ts';
import { CORPUS, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import type { CuttingProxy } from './support/cutting-proxy.ts';
import { startCuttingProxy } from './support/cutting-proxy.ts';
import { tagOf } from './support/docker-archive.ts';
import { scratch } from './support/drydock.ts';
import type { RegistryAccount } from './support/registry-account.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';

const isRoot = process.getuid?.() === 0;
const skip =
  withoutCorpus ||
  withoutPrograms('containerd', 'ctr') ||
  (isRoot ? false : 'SKIPPED: containerd starts as root only');

let account: RegistryAccount;
let containerd: Containerd;
let proxy: CuttingProxy;
let image = '';

before(async () => {
  if (skip) return;
  account = await startRegistryWithAccount();
  proxy = await startCuttingProxy(account.host, 1_000_000);
  containerd = await startContainerd(join(scratch, 'containerd'));
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
  const refused = await containerd.ctr('images', 'push', ...wrong, named('ctr:2'), image);
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

async function ctr(...args: readonly string[]): Promise<string> {
  const { code, output, stdout } = await containerd.ctr(...args);
  assert.equal(code, 0, `ctr ${args.join(' ')}: ${output}`);
  return stdout;
}

/** With its images goes what they are made of. */
async function forgetAll(): Promise<void> {
  for (const name of (await ctr('images', 'ls', '-q')).trim().split('\n')) {
    if (name !== '') await ctr('images', 'rm', '--sync', name);
  }
  assert.equal((await ctr('content', 'ls', '-q')).trim(), '');
}
