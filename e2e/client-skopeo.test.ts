import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { buildahStorage } from './support/buildah-storage.ts';
import { layoutOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import { sha256 } from './support/raw-registry.ts';
import type { RegistryAccount } from './support/registry-account.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';
import { runProgram, succeed } from './support/run-program.ts';

const skip = withoutCorpus || withoutPrograms('skopeo', 'buildah');

let account: RegistryAccount;
let credentials = '';

before(async () => {
  if (skip) return;
  account = await startRegistryWithAccount();
  credentials = `${account.user}:${account.password}`;
});
after(async () => {
  if (!skip) await account.stop();
});

test(
  'skopeo copies an index with all its platforms, and gets it back unchanged',
  { skip },
  async () => {
    const layout = layoutOf('multiarch-alpine-3.18');
    await copyIn(layout.skopeo, 'many:1', '--all');
    const stored = await raw('many:1');
    const index = recordOf(JSON.parse(readFileSync(join(layout.folder, 'index.json'), 'utf8')));
    const expected = recordOf(arrayOf(index['manifests'])[0])['digest'];
    assert.equal(sha256(Buffer.from(stored)), expected);
    const back = mkdtempSync(join(scratch, 'back-'));
    const flags = [
      '--all',
      '--preserve-digests',
      '--src-tls-verify=false',
      '--src-creds',
      credentials,
    ];
    await skopeo('copy', ...flags, reference('many:1'), `dir:${back}`);
    assert.equal(readFileSync(join(back, 'manifest.json'), 'utf8'), stored);
  },
);

test('every encoding of layers is stored as it is', { skip }, async () => {
  const images = ['enc-zstd', 'enc-uncompressed', 'enc-foreign', 'enc-mixed'];
  for (const name of images) {
    const { skopeo: from } = layoutOf(name);
    await copyIn(from, `${name}:1`);
    assert.equal(await raw(`${name}:1`), await succeed('skopeo', ['inspect', '--raw', from]), name);
  }
});

test('skopeo lists tags in their order, and inspects', { skip }, async () => {
  const { skopeo: from } = layoutOf('alpine-3.18');
  for (const tag of ['b', 'a', 'c']) await copyIn(from, `tagged:${tag}`);
  const listed = await skopeo('list-tags', ...access(), reference('tagged'));
  assert.deepEqual(recordOf(JSON.parse(listed))['Tags'], ['a', 'b', 'c']);
  const inspected = recordOf(
    JSON.parse(await skopeo('inspect', ...access(), reference('tagged:a'))),
  );
  assert.equal(inspected['Digest'], sha256(Buffer.from(await raw('tagged:a'))));
  assert.deepEqual(inspected['RepoTags'], ['a', 'b', 'c']);
});

test('skopeo deletes what a tag points to, and with it its other tags', { skip }, async () => {
  const { skopeo: from } = layoutOf('alpine-3.18');
  for (const tag of ['1', '2']) await copyIn(from, `deleted:${tag}`);
  await skopeo('delete', ...access(), reference('deleted:1'));
  for (const tag of ['1', '2']) {
    const gone = await runProgram('skopeo', ['inspect', ...access(), reference(`deleted:${tag}`)]);
    assert.notEqual(gone.code, 0);
    assert.match(gone.output, /manifest unknown|not found/i);
  }
  await copyIn(from, 'deleted:1');
  await skopeo('inspect', ...access(), reference('deleted:1'));
});

test('skopeo syncs a repository into another', { skip }, async () => {
  const { skopeo: from } = layoutOf('alpine-3.18');
  await copyIn(from, 'synced:1');
  const flags = ['--src-tls-verify=false', '--dest-tls-verify=false', '--src-creds', credentials];
  const target = `${account.host}/${account.user}/copies`;
  const way = ['--src', 'docker', '--dest', 'docker', '--dest-creds', credentials];
  const source = `${account.host}/${account.user}/synced`;
  await skopeo('sync', ...flags, ...way, source, target);
  assert.equal(await raw('copies/synced:1'), await raw('synced:1'));
});

test('buildah pushes and pulls, in OCI and in Docker format', { skip }, async () => {
  const storage = buildahStorage(mkdtempSync(join(scratch, 'buildah-')));
  const buildah = (...args: readonly string[]): Promise<string> =>
    succeed('buildah', [...storage.flags, ...args]);
  const image = 'localhost/built:1';
  await skopeo('copy', layoutOf('alpine-3.18').skopeo, storage.at(image));
  const flags = ['--tls-verify=false', '--creds', credentials];
  const types = { oci: 'application/vnd.oci.image.manifest.v1+json', v2s2: 'docker' };
  for (const [format, mediaType] of Object.entries(types)) {
    const to = reference(`built:${format}`);
    await buildah('push', '-q', ...flags, '--format', format, image, to);
    assert.ok((await raw(`built:${format}`)).includes(mediaType));
    assert.match(await buildah('pull', '-q', ...flags, to), /^[0-9a-f]{64}$/m);
  }
  await buildah('manifest', 'create', 'list', image);
  await buildah('manifest', 'push', '--all', ...flags, 'list', reference('built:list'));
  assert.equal(arrayOf(recordOf(JSON.parse(await raw('built:list')))['manifests']).length, 1);
});

function reference(name: string): string {
  return `docker://${account.host}/${account.user}/${name}`;
}

function access(): string[] {
  return ['--tls-verify=false', '--creds', credentials];
}

function skopeo(...args: readonly string[]): Promise<string> {
  return succeed('skopeo', args);
}

function raw(name: string): Promise<string> {
  return skopeo('inspect', '--raw', ...access(), reference(name));
}

async function copyIn(from: string, to: string, ...more: readonly string[]): Promise<void> {
  const flags = ['--quiet', '--preserve-digests', '--dest-tls-verify=false'];
  await skopeo('copy', ...flags, ...more, '--dest-creds', credentials, from, reference(to));
}
