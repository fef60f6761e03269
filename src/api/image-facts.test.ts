import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Digest } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import { createManifestReader } from './image-facts.ts';
import type { Images } from './images.ts';

/** A page of tags, as many manifests as are read at once several times over. */
const IMAGES = 45;

test('manifests of a page are read some at a time, each once, and then remembered', async () => {
  const digests = Array.from({ length: IMAGES }, (_, at) => digestAt(at));
  const { images, asked } = holding(new Map(digests.map((digest, at) => [digest, image(at)])));
  const reader = createManifestReader(images);
  const facts = await reader.imageFactsOf(1, [...digests, ...digests, digestAt(900)]);
  assert.deepEqual([...facts.keys()], digests);
  assert.deepEqual(
    digests.map((digest) => facts.get(digest)?.compressedSize),
    digests.map((_, at) => 10 + at),
  );
  assert.equal(facts.get(digestAt(44))?.platforms.join(), 'linux/arm64');
  assert.deepEqual(
    asked.map((some) => some.length),
    [20, 20, 6],
  );
  await reader.imageFactsOf(1, digests);
  assert.equal(asked.length, 3);
});

test('an index has the bytes of its images, each blob once', async () => {
  const index = {
    manifests: [descriptor(digestAt(1), 5), descriptor(digestAt(2), 5), descriptor(digestAt(3), 5)],
  };
  const { images } = holding(
    new Map<Digest, unknown>([
      [digestAt(0), index],
      [digestAt(1), image(7)],
      [digestAt(2), image(7)],
    ]),
  );
  const facts = await createManifestReader(images).imageFactsOf(1, [digestAt(0), digestAt(1)]);
  assert.equal(facts.get(digestAt(0))?.compressedSize, 17);
  assert.equal(facts.get(digestAt(1))?.compressedSize, 17);
});

function image(at: number) {
  return { config: descriptor(digestAt(500), 10), layers: [descriptor(digestAt(600 + at), at)] };
}

function descriptor(digest: Digest, size: number) {
  return { mediaType: 'application/octet-stream', digest, size };
}

function digestAt(at: number): Digest {
  const digest = parseDigest(`sha256:${at.toString(16).padStart(64, '0')}`);
  if (digest === undefined) throw new Error(`${at} makes no digest`);
  return digest;
}

function holding(manifests: ReadonlyMap<Digest, unknown>) {
  const asked: (readonly Digest[])[] = [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked for here
  const images = {
    manifestsIn: (_: number, digests: readonly Digest[]) => {
      asked.push(digests);
      const held = digests.filter((digest) => manifests.has(digest));
      return Promise.resolve(
        new Map(
          held.map((digest) => {
            const bytes = Buffer.from(JSON.stringify(manifests.get(digest)));
            return [digest, { mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes }];
          }),
        ),
      );
    },
    smallBlob: () => Promise.resolve(Buffer.from('{"os":"linux","architecture":"arm64"}')),
  } as unknown as Images;
  return { images, asked };
}
