import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { parseDigest } from '../../model/index.ts';
import type { Digest } from '../../model/index.ts';
import { blobStoreTests } from './blob-store.contract.ts';
import type { FakeS3, S3Fault } from './s3-server.contract.ts';
import { fakeS3 } from './s3-server.contract.ts';
import type { S3Blobs } from './s3.ts';
import { s3Blobs } from './s3.ts';

/** Large enough for many parts of 1 KiB. */
const BYTES = randomBytes(20_000);
const DIGEST = digestOf(BYTES);

blobStoreTests('S3 (ours)', async (context) => {
  const { blobs, spool } = await make(context, { partBytes: 65_536 });
  return { blobs, spool };
});

test('a blob of more than a thousand parts is stored whole', async (context) => {
  const { fake, blobs, keep } = await make(context);
  const bytes = randomBytes(1_200_500);
  const digest = await keep(bytes);
  assert.equal(fake.log.filter((one) => one === 'UploadPart').length, 1173);
  assert.deepEqual(await read(blobs, digest), bytes);
  assert.equal(fake.uploads.size, 0);
});

test('trouble that passes is not seen: errors, resets, answers that got lost', async (context) => {
  const slowDown: S3Fault = { kind: 'status', status: 503, code: 'SlowDown' };
  const broken: S3Fault = { kind: 'status', status: 500, code: 'InternalError' };
  const faults: readonly [string, S3Fault][] = [
    ['PutObject', broken],
    ['UploadPart', slowDown],
    ['UploadPart', broken],
    ['UploadPart', { kind: 'reset', after: false }],
    ['UploadPart', { kind: 'reset', after: true }],
    ['CreateMultipartUpload', broken],
    ['CompleteMultipartUpload', { kind: 'reset', after: true }],
    ['CompleteMultipartUpload', broken],
    ['HeadObject', { kind: 'reset', after: false }],
    ['GetObject', broken],
  ];
  for (const [operation, fault] of faults) {
    const { fake, blobs, keep } = await make(context);
    fake.fault = (request) =>
      request.operation === operation && request.count === 1 ? fault : undefined;
    const bytes = operation === 'PutObject' ? BYTES.subarray(0, 500) : BYTES;
    const digest = await keep(bytes);
    assert.deepEqual(await read(blobs, digest), bytes, operation);
    assert.equal(await blobs.sizeOf(digest), bytes.length);
  }
});

test('trouble that stays is an error after a few tries, and leaves nothing behind', async (context) => {
  for (const operation of ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload']) {
    const { fake, blobs, keep } = await make(context);
    fake.fault = (request) =>
      request.operation === operation
        ? { kind: 'status', status: 500, code: 'InternalError' }
        : undefined;
    await assert.rejects(keep(BYTES), /S3 could not store sha256:.*InternalError/);
    assert.equal(await blobs.sizeOf(DIGEST), undefined);
    assert.equal(fake.uploads.size, 0);
    // Four parts are under way at once, each tried four times at the most.
    const tries = fake.log.filter((one) => one === operation).length;
    assert.ok(tries <= (operation === 'UploadPart' ? 16 : 4), `${tries} tries`);
  }
});

test('a storage that does not answer is given up in time', async (context) => {
  const patience = { attemptMs: 100, callMs: 300 };
  for (const operation of ['PutObject', 'HeadObject', 'GetObject', 'ListObjectsV2']) {
    const { fake, blobs, keep } = await make(context, { patience });
    const digest = operation === 'PutObject' ? DIGEST : await keep(BYTES.subarray(0, 500));
    fake.fault = (request) => (request.operation === operation ? { kind: 'hang' } : undefined);
    const call = {
      PutObject: () => keep(BYTES.subarray(0, 500)),
      HeadObject: () => blobs.sizeOf(digest),
      GetObject: () => blobs.open(digest),
      ListObjectsV2: () => Array.fromAsync(blobs.list()),
    }[operation];
    await assert.rejects(call?.() ?? Promise.resolve(), /S3 could not/, operation);
    assert.ok(fake.log.filter((one) => one === operation).length <= 4);
  }
});

test('a part whose ETag the server forgets fails the upload, and nothing is stored', async (context) => {
  const { fake, blobs, keep } = await make(context);
  fake.fault = ({ operation, count }) =>
    operation === 'UploadPart' && count === 2 ? { kind: 'etag', etag: '"wrong"' } : undefined;
  await assert.rejects(keep(BYTES), /InvalidPart/);
  assert.equal(await blobs.sizeOf(DIGEST), undefined);
  assert.equal(fake.uploads.size, 0);
});

test('an object that is not of the size of its parts is removed again', async (context) => {
  const { fake, blobs, keep } = await make(context);
  fake.fault = ({ operation, key }) => {
    const object = fake.objects.get(key);
    if (operation === 'HeadObject' && object) fake.objects.set(key, { ...object, size: 3 });
    return undefined;
  };
  await assert.rejects(keep(BYTES), /not of 20000 bytes/);
  assert.equal(await blobs.sizeOf(DIGEST), undefined);
});

test('an answer that is cut or stands still goes on from where it ended', async (context) => {
  const { fake, blobs, keep } = await make(context, { patience: { idleMs: 100 } });
  const digest = await keep(BYTES);
  for (const stands of [false, true]) {
    const before = fake.log.length;
    fake.fault = ({ operation }) =>
      operation === 'GetObject' && fake.log.length <= before + 3
        ? { kind: 'cut', bytes: 5000, stands }
        : undefined;
    assert.deepEqual(await read(blobs, digest), BYTES);
    fake.log.length = before;
    const part = await blobs.open(digest, { first: 10, last: 17_009 });
    assert.deepEqual(await buffer(part ?? assert.fail()), BYTES.subarray(10, 17_010));
  }
});

test('an answer that is cut for ever ends with an error, never early', async (context) => {
  const { fake, blobs, keep } = await make(context);
  const digest = await keep(BYTES);
  fake.fault = ({ operation }) =>
    operation === 'GetObject' ? { kind: 'cut', bytes: 10 } : undefined;
  await assert.rejects(read(blobs, digest));
  assert.ok(fake.log.filter((one) => one === 'GetObject').length <= 10);
});

test('a reader that goes away, before or in the middle, lets go of the answer', async (context) => {
  const { fake, blobs, keep } = await make(context);
  const digest = await keep(randomBytes(300_000));
  const unread = (await blobs.open(digest)) ?? assert.fail();
  unread.destroy();
  const read = (await blobs.open(digest)) ?? assert.fail();
  for await (const piece of read) {
    assert.ok(Buffer.isBuffer(piece));
    break;
  }
  assert.ok(unread.destroyed && read.destroyed);
  assert.equal(fake.log.filter((one) => one === 'GetObject').length, 2);
});

test('only S3 itself can say that a blob is not there', async (context) => {
  const { fake, blobs } = await make(context);
  const answers: readonly S3Fault[] = [
    { kind: 'bare', status: 404 },
    { kind: 'status', status: 404, code: 'NoSuchBucket' },
    { kind: 'status', status: 403, code: 'AccessDenied' },
    { kind: 'status', status: 500, code: 'InternalError' },
  ];
  for (const fault of answers) {
    fake.fault = () => fault;
    await assert.rejects(blobs.sizeOf(DIGEST), /S3 could not find/);
    await assert.rejects(blobs.open(DIGEST), /S3 could not read/);
    await assert.rejects(Array.fromAsync(blobs.list()), /S3 could not list/);
  }
  fake.fault = () => undefined;
  assert.equal(await blobs.sizeOf(DIGEST), undefined);
  assert.equal(await blobs.open(DIGEST), undefined);
});

test('uploads in parts that nobody will finish are removed, young ones are not', async (context) => {
  const { fake, blobs } = await make(context);
  const key = `some/sha256/${DIGEST.slice(7, 9)}/${DIGEST.slice(7)}`;
  const day = 24 * 3600_000;
  for (let age = 0; age < 7; age += 1) {
    const initiated = new Date(Date.now() - age * day);
    fake.uploads.set(`upload-${age}`, { key, initiated, parts: new Map() });
  }
  fake.uploads.set('not-ours', { key: 'some/thing', initiated: new Date(0), parts: new Map() });
  assert.equal(await blobs.removeAbandoned(Date.now() - 1.5 * day), 5);
  assert.deepEqual([...fake.uploads.keys()], ['upload-0', 'upload-1', 'not-ours']);
});

test('a download can be answered with an address that expires', async (context) => {
  const clock = { now: () => Date.UTC(2030, 0, 2, 3, 4, 5) };
  const { blobs } = await make(context, { redirects: { clock } });
  const direct = await blobs.direct(DIGEST);
  assert.equal(direct?.kind, 'redirect');
  const url = new URL(direct.url);
  assert.equal(url.pathname, `/blobs/some/sha256/${DIGEST.slice(7, 9)}/${DIGEST.slice(7)}`);
  assert.equal(url.searchParams.get('X-Amz-Date'), '20300102T030405Z');
  assert.equal(await (await make(context)).blobs.direct(DIGEST), undefined);
});

interface Made {
  readonly fake: FakeS3;
  readonly blobs: S3Blobs;
  readonly spool: string;
  readonly keep: (bytes: Buffer) => Promise<Digest>;
}

async function make(
  context: TestContext,
  options: Partial<Parameters<typeof s3Blobs>[0]> = {},
): Promise<Made> {
  const spool = await mkdtemp(join(tmpdir(), 'drydock-s3-'));
  context.after(() => rm(spool, { recursive: true }));
  const fake = await fakeS3(context);
  const { endpoint, bucket } = fake;
  const blobs = await s3Blobs({
    address: { bucket, prefix: 'some/', region: 'us-east-1', endpoint },
    credentials: { accessKeyId: 'AKEXAMPLE', secretAccessKey: 'example' },
    partBytes: 1024,
    ...options,
  });
  context.after(() => blobs.close());
  const keep = async (bytes: Buffer): Promise<Digest> => {
    const file = join(spool, randomBytes(8).toString('hex'));
    await writeFile(file, bytes);
    const digest = digestOf(bytes);
    await blobs.keep(digest, file, bytes.length);
    return digest;
  };
  return { fake, blobs, spool, keep };
}

function digestOf(bytes: Buffer): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  return digest ?? assert.fail('no digest');
}

async function read(blobs: S3Blobs, digest: Digest): Promise<Buffer> {
  return await buffer((await blobs.open(digest)) ?? assert.fail('no such blob'));
}
