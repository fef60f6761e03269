import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import type { StoredImages } from './stored-image.ts';
import { imagesIn } from './stored-image.ts';

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
/** An index of two platforms; what it lists is not read before it is analyzed. */
const INDEX_BYTES = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: INDEX_TYPE,
    manifests: [
      { digest: digestOf('a'), platform: { os: 'linux', architecture: 'amd64' } },
      { digest: digestOf('b'), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
    ].map((one) => ({ ...one, mediaType: 'application/vnd.oci.image.manifest.v1+json', size: 2 })),
  }),
);
const INDEX = digestOf(INDEX_BYTES);

test('every image of an index is wanted, unless the server names its platforms', async () => {
  const all = await imagesIn(INDEX, stored());
  assert.deepEqual(
    all.map(({ platform, ending }) => [platform, ending?.kind]),
    [
      ['linux/amd64', undefined],
      ['linux/arm64/v8', undefined],
    ],
  );
  const [amd64, arm64] = await imagesIn(INDEX, stored(['linux/amd64']));
  assert.equal(amd64?.ending, undefined);
  assert.deepEqual(arm64?.ending, {
    kind: 'unsupported',
    what: 'platform',
    message: 'this server analyzes linux/amd64 (DRYDOCK_PLATFORMS)',
  });
});

function digestOf(content: string | Uint8Array): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(content).digest('hex')}`);
  assert.ok(digest);
  return digest;
}

function stored(platforms?: readonly string[]): StoredImages {
  return {
    manifests: {
      read: (digest) =>
        Promise.resolve(
          digest === INDEX ? { mediaType: INDEX_TYPE, bytes: INDEX_BYTES } : undefined,
        ),
    },
    blobs: { open: () => Promise.resolve(undefined) },
    limits: DEFAULT_LIMITS,
    ...(platforms && { platforms }),
  };
}
