import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { Files } from './image-samples.contract.ts';
import {
  LAYER,
  imageFiles,
  layout,
  named,
  descriptor,
  blobName,
} from './image-samples.contract.ts';
import { open, failureFor, unpack } from './opened-samples.contract.ts';

test('a manifest that can be read in two ways is refused', async () => {
  const both = JSON.stringify({ schemaVersion: 2, layers: [], manifests: [], config: {} });
  const path = await unpack('ambiguous', layout({ [blobName(both)]: both }));
  assert.match(await failureFor(path), /can be read in two ways: it is an index and an image/);
});

test('a platform that nobody asked for need not be there', async () => {
  const manifest = 'application/vnd.oci.image.manifest.v1+json';
  const amd64 = imageFiles(gzipSync(LAYER));
  const found = { ...named(Object.keys(amd64).at(-1) ?? ''), mediaType: manifest };
  const manifests = [
    { ...found, platform: { os: 'linux', architecture: 'amd64' } },
    { ...descriptor(manifest, 'gone'), platform: { os: 'linux', architecture: 'arm64' } },
  ];
  const index = JSON.stringify({ schemaVersion: 2, manifests });
  const path = await unpack('sparse-index', layout({ ...amd64, [blobName(index)]: index }));
  assert.equal((await open(path)).layers.length, 1);
  assert.match(
    await failureFor(path, { platform: 'linux/arm64' }),
    /no image for the platform linux\/arm64; there is linux\/amd64 \(the manifest .* not there\)/,
  );
});

test('an index that leads to itself by 2^30 ways is walked once a digest', async () => {
  let files: Files = imageFiles(gzipSync(LAYER));
  let inner = { ...named(Object.keys(files).at(-1) ?? ''), size: 500 };
  for (let depth = 0; depth < 30; depth += 1) {
    const index = JSON.stringify({ schemaVersion: 2, manifests: [inner, inner] });
    inner = descriptor('application/vnd.oci.image.index.v1+json', index);
    files = { ...files, [blobName(index)]: index };
  }
  const path = await unpack('doubled', layout(files));
  const start = performance.now();
  const image = await open(path, { limits: { ...DEFAULT_LIMITS, indexDepth: 40 } });
  assert.equal(image.layers.length, 1);
  assert.ok(performance.now() - start < 1000);
});

test('indexes in circles and too deep end at their limit', async () => {
  let files: Files = {};
  let inner = descriptor('application/vnd.oci.image.manifest.v1+json', '{}');
  for (let depth = 0; depth < 8; depth += 1) {
    const index = JSON.stringify({ schemaVersion: 2, manifests: [inner, inner] });
    inner = descriptor('application/vnd.oci.image.index.v1+json', index);
    files = { ...files, [blobName(index)]: index };
  }
  const path = await unpack('deep', {
    ...files,
    'index.json': JSON.stringify({ schemaVersion: 2, manifests: [inner] }),
  });
  assert.match(await failureFor(path), /limit indexDepth/);
});
