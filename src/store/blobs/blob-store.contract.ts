import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { parseDigest } from '../../model/index.ts';
import type { Digest } from '../../model/index.ts';
import type { BlobStore } from '../../registry/index.ts';

export interface BlobStoreUnderTest {
  readonly blobs: BlobStore;
  /** A folder for the files that are given to the store; removed after the test. */
  readonly spool: string;
}

/** What every blob store promises. `make` gives an empty one. */
export function blobStoreTests(
  what: string,
  make: (context: TestContext) => Promise<BlobStoreUnderTest>,
): void {
  test(`${what}: what was kept is read back, whole and in parts`, async (context) => {
    const { blobs, spool } = await make(context);
    const bytes = randomBytes(1_300_000);
    const digest = await keep(blobs, spool, bytes);
    assert.equal(await blobs.sizeOf(digest), bytes.length);
    assert.deepEqual(await read(blobs.open(digest)), bytes);
    assert.deepEqual(
      await read(blobs.open(digest, { first: 1, last: 700_000 })),
      bytes.subarray(1, 700_001),
    );
    assert.deepEqual(await read(blobs.open(digest, { first: 5, last: 5 })), bytes.subarray(5, 6));
  });

  test(`${what}: an empty blob, and one under sha512`, async (context) => {
    const { blobs, spool } = await make(context);
    const empty = await keep(blobs, spool, Buffer.alloc(0));
    assert.equal(await blobs.sizeOf(empty), 0);
    assert.equal((await read(blobs.open(empty))).length, 0);
    const long = await keep(blobs, spool, Buffer.from('long'), 'sha512');
    assert.equal((await read(blobs.open(long))).toString(), 'long');
  });

  test(`${what}: what is not there is undefined, and removing it is no error`, async (context) => {
    const { blobs, spool } = await make(context);
    const missing = digestOf(Buffer.from('missing'), 'sha256');
    assert.equal(await blobs.sizeOf(missing), undefined);
    assert.equal(await blobs.open(missing), undefined);
    await blobs.remove(missing);
    const digest = await keep(blobs, spool, Buffer.from('removed'));
    await blobs.remove(digest);
    assert.equal(await blobs.sizeOf(digest), undefined);
    assert.equal(await blobs.open(digest), undefined);
  });

  test(`${what}: keeping the same bytes twice, also at once, leaves one blob`, async (context) => {
    const { blobs, spool } = await make(context);
    const bytes = randomBytes(5000);
    const digests = await Promise.all(Array.from({ length: 8 }, () => keep(blobs, spool, bytes)));
    const listed = await Array.fromAsync(blobs.list());
    assert.deepEqual(
      listed.map(({ digest, size }) => [digest, size]),
      [[digests[0], 5000]],
    );
    assert.deepEqual(await read(blobs.open(digests[0] ?? assert.fail())), bytes);
  });

  test(`${what}: who asks again for the file that was kept is told that it is`, async (context) => {
    const { blobs, spool } = await make(context);
    const bytes = randomBytes(5000);
    const digest = digestOf(bytes, 'sha256');
    const file = join(spool, 'again');
    await writeFile(file, bytes);
    await blobs.keep(digest, file, bytes.length);
    await blobs.keep(digest, file, bytes.length);
    assert.deepEqual(await read(blobs.open(digest)), bytes);
    const other = digestOf(Buffer.from('other'), 'sha256');
    await assert.rejects(blobs.keep(other, join(spool, 'never'), 5));
  });

  test(`${what}: the list names every blob with its size and time`, async (context) => {
    const { blobs, spool } = await make(context);
    assert.deepEqual(await Array.fromAsync(blobs.list()), []);
    const sizes = new Map<Digest, number>();
    for (const size of [0, 1, 70_000]) sizes.set(await keep(blobs, spool, randomBytes(size)), size);
    const listed = await Array.fromAsync(blobs.list());
    assert.deepEqual(new Map(listed.map(({ digest, size }) => [digest, size])), sizes);
    for (const { storedAt } of listed) assert.ok(Math.abs(storedAt - Date.now()) < 600_000);
  });
}

async function keep(
  blobs: BlobStore,
  spool: string,
  bytes: Buffer,
  algorithm: 'sha256' | 'sha512' = 'sha256',
): Promise<Digest> {
  const file = join(spool, randomBytes(8).toString('hex'));
  await writeFile(file, bytes);
  const digest = digestOf(bytes, algorithm);
  await blobs.keep(digest, file, bytes.length);
  return digest;
}

function digestOf(bytes: Buffer, algorithm: 'sha256' | 'sha512'): Digest {
  const digest = parseDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
  return digest ?? assert.fail('no digest');
}

async function read(opened: Promise<Readable | undefined>): Promise<Buffer> {
  return await buffer((await opened) ?? assert.fail('no such blob'));
}
