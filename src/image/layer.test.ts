import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { DEFAULT_LIMITS } from '../base/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import { readLayer } from './layer.ts';
import type { ExpectedLayer } from './layer.ts';
import { tarFile, tarOf } from './tar-builder.ts';

const TAR = tarOf(tarFile('etc/os-release', 'ID=debian\n'), tarFile('big', 'x'.repeat(100_000)));
const LAYER = zlib.gzipSync(TAR);

function digestOf(bytes: Buffer, algorithm = 'sha256'): Digest {
  const digest = parseDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
  assert.ok(digest);
  return digest;
}

async function read(layer: Buffer, expected: ExpectedLayer): Promise<string> {
  const seen: string[] = [];
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < layer.length; at += 100) yield layer.subarray(at, at + 100);
  }
  const handler = {
    entry: ({ path }: { readonly path: string }) => (seen.push(path), 'skip' as const),
    data: () => undefined,
    end: () => undefined,
  };
  const result = await readLayer(chunks(), expected, handler, DEFAULT_LIMITS);
  if (!result.ok) return `${result.error.code}: ${result.error.message}`;
  const { entries, size, diagnostics } = result.value;
  assert.deepEqual([seen.length, size], [entries, TAR.length]);
  return [...seen, ...diagnostics.map(({ code }) => code)].join(' ');
}

test('a layer that is what its digest, size and diff id say is read', async () => {
  const expected = { digest: digestOf(LAYER), size: LAYER.length, diffId: asDiffId(digestOf(TAR)) };
  assert.equal(await read(LAYER, expected), 'etc/os-release big');
  const longer = { digest: digestOf(LAYER, 'sha512'), diffId: asDiffId(digestOf(TAR, 'sha512')) };
  assert.equal(await read(LAYER, longer), 'etc/os-release big');
});

test('another digest or size is a failure, another diff id is told', async () => {
  const other = digestOf(Buffer.from('other'));
  assert.match(
    await read(LAYER, { digest: other }),
    /^image\.layer\.digest-mismatch: .*not sha256:d9298a/,
  );
  assert.match(await read(LAYER, { size: 1 }), /^image\.layer\.size-mismatch: .* says 1$/);
  assert.equal(
    await read(LAYER, { diffId: asDiffId(other) }),
    'etc/os-release big image.layer.diff-id-mismatch',
  );
});

test('a layer that is cut says where, whether its gzip is cut or the tar in it', async () => {
  assert.match(
    await read(LAYER.subarray(0, -20), {}),
    /^image\.layer\.truncated: the gzip stream ends in the middle, after \d+ bytes .*"big"$/,
  );
  assert.equal(
    await read(zlib.gzipSync(TAR.subarray(0, 50_000)), {}),
    'image.tar.truncated: the tar ends at byte 50000 in or after "big", in the middle',
  );
});
