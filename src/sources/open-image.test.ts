import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { array, assert as check, asyncProperty, nat, tuple } from 'fast-check';
import { DEFAULT_LIMITS } from '../base/index.ts';
import { formatPlatform } from '../image/index.ts';
import {
  LAYER,
  saved,
  imageFiles,
  layout,
  platforms,
  blobName,
  sha256,
  tar,
} from './image-samples.contract.ts';
import {
  OPTIONS,
  open,
  failureFor,
  layersOf,
  write,
  unpack,
  collect,
  folder,
  passInto,
  stdin,
} from './opened-samples.contract.ts';
import { openImage } from './open-image.ts';
import type { SourceOptions } from './options.ts';

test('an image of docker save is read where it lies, its old links to layers followed', async () => {
  const path = await write('legacy.tar', tar(saved({ 'b/layer.tar': { link: '../a/layer.tar' } })));
  const image = await open(path);
  assert.equal(image.kind, 'docker-archive');
  assert.deepEqual(image.config.labels, { maintainer: 'me' });
  assert.deepEqual(await layersOf(image), [LAYER, LAYER].map(sha256));
  assert.deepEqual(
    image.layers.map(({ diffId }) => diffId),
    [LAYER, LAYER].map(sha256),
  );
});

for (const [how, compress] of [
  ['as it is', (bytes: Uint8Array) => bytes],
  ['gzip-compressed', (bytes: Uint8Array) => gzipSync(bytes)],
  ['zstd-compressed', (bytes: Uint8Array) => zstdCompressSync(bytes)],
] as const) {
  test(`the same archive from a pipe, ${how}, gives the same image in one pass`, async () => {
    const passed = new Map<string, string>();
    const files = saved({ 'b/layer.tar': { link: '../a/layer.tar' } });
    const image = await open('-', { ...passInto(passed), ...stdin(compress(tar(files))) });
    assert.deepEqual(
      image.layers.map(({ bytes }) => bytes),
      [0, 1].map(() => ({ kind: 'passed', key: 'a/layer.tar' })),
    );
    assert.deepEqual([...passed], [['a/layer.tar', sha256(LAYER)]]);
  });
}

test('layers that nobody reads to their end do not hold up the archive', async () => {
  const nothing = { passLayer: () => Promise.resolve() };
  const some: Partial<SourceOptions> = {
    passLayer: async (_, chunks) => {
      for await (const chunk of chunks) if (chunk.length > 0) break;
    },
  };
  for (const options of [nothing, some]) {
    const image = await open('-', { ...options, ...stdin(tar(saved({}))) });
    assert.equal(image.layers.length, 2);
  }
});

test('an archive with any bytes changed or cut gives an image or a failure, never a crash', async () => {
  const whole = tar(saved({ 'b/layer.tar': { link: '../a/layer.tar' } }));
  const changes = array(tuple(nat(whole.length - 1), nat(255)), { minLength: 1, maxLength: 8 });
  await check(
    asyncProperty(changes, nat(whole.length), async (bytes, length) => {
      const broken = Uint8Array.from(whole);
      for (const [at, byte] of bytes) broken[at] = byte;
      const cut = length % 2 === 0 ? broken : broken.subarray(0, length);
      const opened = await openImage('-', { ...OPTIONS, ...stdin(cut) });
      assert.ok(opened.ok || opened.error.message.length > 10);
    }),
    { seed: 7, numRuns: 1000 },
  );
});

test('an OCI layout is one image in a folder, in an archive, and from a pipe', async () => {
  const files = layout(imageFiles(gzipSync(LAYER)));
  const inFolder = await open(await unpack('layout', files));
  const inArchive = await open(await write('oci.tar', tar(files)));
  const passed = new Map<string, string>();
  const piped = await open('-', { ...passInto(passed), ...stdin(tar(files)) });
  assert.deepEqual([inFolder.kind, inArchive.kind], ['oci-layout', 'oci-archive']);
  for (const image of [inArchive, piped]) {
    assert.equal(image.digest, inFolder.digest);
    assert.deepEqual(image.config, inFolder.config);
  }
  assert.deepEqual([...passed.values()], await layersOf(inFolder));
  assert.deepEqual(await layersOf(inArchive), await layersOf(inFolder));
});

test('of several platforms the one asked for is read, and the others are named', async () => {
  const path = await unpack('platforms', platforms());
  const usual = await open(path);
  assert.equal(usual.platform.architecture, 'amd64');
  assert.match(
    usual.diagnostics.map(({ message }) => message).join(),
    /also there: linux\/arm64\/v8/,
  );
  assert.match(usual.diagnostics.map(({ code }) => code).join(), /sources\.attestation/);
  assert.deepEqual(usual.platforms?.map(formatPlatform), ['linux/amd64', 'linux/arm64/v8']);
  for (const platform of ['linux/arm64', 'linux/arm64/v8', 'linux/aarch64']) {
    assert.equal((await open(path, { platform })).platform.architecture, 'arm64');
  }
});

test('of several saved images one must be named', async () => {
  const second = {
    Config: 'config.json',
    RepoTags: ['org/second:2'],
    Layers: ['a/layer.tar', 'a/layer.tar'],
  };
  const first = { ...second, RepoTags: ['org/first:1'] };
  const path = await write(
    'two.tar',
    tar(saved({ 'manifest.json': JSON.stringify([first, second]) })),
  );
  assert.match(await failureFor(path), /several images.*org\/first:1, org\/second:2/);
  assert.equal((await open(`${path}:org/second:2`)).layers.length, 2);
  assert.equal((await open(path, { image: '1' })).layers.length, 2);
  assert.match(await failureFor(`${path}:3`), /no image named 3; it holds org\/first:1/);
});

test('ten broken inputs give ten clear messages', async () => {
  const image = imageFiles(gzipSync(LAYER));
  const [manifestName = ''] = Object.keys(image).slice(-1);
  const cases: readonly (readonly [text: string, message: RegExp])[] = [
    [await write('empty.tar', ''), /empty\.tar is empty/],
    [await write('no-tar.tar', 'x'.repeat(2000)), /is neither a tar archive nor an SBOM/],
    [await write('cut.tar', tar(saved({})).subarray(0, 3000)), /ends at byte 3000.*cut off/],
    [await write('files.tar', LAYER), /neither manifest\.json \(docker save\) nor index\.json/],
    [
      await write('no-layer.tar', tar(saved({ 'a/layer.tar': { link: 'gone' } }))),
      /the layer a\/layer\.tar of .* is not in the archive/,
    ],
    [
      await write('bad-json.tar', tar(saved({ 'manifest.json': '[{' }))),
      /manifest\.json of .* cannot be read: not JSON/,
    ],
    [
      await unpack('wrong-digest', layout({ ...image, [manifestName]: '{}' })),
      /has other content: it digests to sha256:44136fa3/,
    ],
    [`${folder}/platforms-again`, /no file or folder/],
    ['fs://./no-such-folder', /no file or folder \.\/no-such-folder/],
    [await write('unknown.json', '{"name":"package"}'), /JSON, but no SBOM that is known/],
  ];
  for (const [text, message] of cases) assert.match(await failureFor(text), message);
  const path = await unpack('platforms-2', platforms());
  const unknown = await failureFor(path, { platform: 'linux/riscv64' });
  assert.match(
    unknown,
    /no image for the platform linux\/riscv64; there is linux\/amd64, linux\/arm64\/v8/,
  );
});

test('a compressed archive that was cut off says so', async () => {
  const path = await write('cut.tar.gz', gzipSync(tar(saved({}))).subarray(0, 200));
  assert.match(await failureFor(path), /the gzip stream ends in the middle.*cut off/);
});

test('what a manifest declares is held to the limits, each named', async () => {
  const path = await unpack('limits', layout(imageFiles(gzipSync(LAYER))));
  const limited = (limits: Partial<typeof DEFAULT_LIMITS>): Promise<string> =>
    failureFor(path, { limits: { ...DEFAULT_LIMITS, ...limits } });
  assert.match(
    await limited({ compressedBytes: 10 }),
    /over the 10 allowed \(limit compressedBytes\)/,
  );
  assert.match(await limited({ manifestBytes: 300 }), /limit manifestBytes of 300/);
  assert.match(await limited({ configBytes: 10 }), /limit configBytes of 10/);
  assert.match(await limited({ layers: 0 }), /over the 0 allowed \(limit layers\)/);
});

test('a foreign layer that nobody stored is a gap, and its urls are not asked', async () => {
  const foreign = { urls: ['http://127.0.0.1:9/canary'] };
  const files = imageFiles(gzipSync(LAYER), foreign);
  const { [blobName(gzipSync(LAYER))]: _, ...withoutLayer } = files;
  const image = await open(await unpack('foreign', layout(withoutLayer)));
  assert.equal(image.layers[0]?.bytes.kind, 'absent');
  assert.match(JSON.stringify(image.layers[0]?.bytes), /a foreign layer/);
});

test('a folder is one layer: links kept as links, what cannot be read said', async () => {
  const long = `${'deep/'.repeat(30)}${'n'.repeat(120)}`;
  const path = await unpack('root', { 'etc/os-release': 'ID=x', [long]: 'y', 'a é': 'z' });
  await symlink('/etc/passwd', join(path, 'out'));
  const image = await open(path);
  const [layer] = image.layers;
  assert.ok(layer?.bytes.kind === 'stream');
  const bytes = await collect(await layer.bytes.open());
  const again = await collect(await layer.bytes.open());
  assert.equal(sha256(bytes), sha256(again));
  const text = Buffer.from(bytes).toString('utf8');
  for (const part of [`path=${long}`, 'path=a é', 'ID=x', '/etc/passwd'])
    assert.ok(text.includes(part));
  assert.ok(!text.includes('root:'));
});
