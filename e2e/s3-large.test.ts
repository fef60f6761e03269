import assert from 'node:assert/strict';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDigest } from '../src/model/index.ts';
import { fakeS3 } from '../src/store/blobs/s3-server.contract.ts';
import { s3Blobs } from '../src/store/blobs/s3.ts';
import { scratch } from './support/drydock.ts';

const SIZE = 11 * 1024 ** 3 + 1;

test('a blob of 11 GB goes up in parts that are all there, in little memory', async (context) => {
  const fake = await fakeS3(context, true);
  const { endpoint, bucket } = fake;
  const blobs = await s3Blobs({
    address: { bucket, prefix: '', region: 'us-east-1', endpoint },
    credentials: { accessKeyId: 'AKEXAMPLE', secretAccessKey: 'example' },
  });
  const file = join(scratch, 'sparse');
  const handle = await open(file, 'w');
  await handle.truncate(SIZE);
  await handle.close();
  const sizes = new Map<number, number>();
  fake.fault = ({ operation }) => {
    if (operation === 'CompleteMultipartUpload') {
      for (const { parts } of fake.uploads.values()) {
        for (const [number, { size }] of parts) sizes.set(number, size);
      }
    }
    return undefined;
  };
  const digest = parseDigest(`sha256:${'d'.repeat(64)}`) ?? assert.fail();
  await blobs.keep(digest, file, SIZE);
  assert.equal(await blobs.sizeOf(digest), SIZE);
  assert.equal(sizes.size, 1409);
  assert.equal(sizes.get(1409), 1);
  assert.ok([...sizes].every(([number, size]) => number === 1409 || size === 8 * 1024 ** 2));
  // Client and server in one process; eight parts under way are 64 MB on either side.
  const peak = process.resourceUsage().maxRSS / 1024;
  assert.ok(peak < 700, `${peak} MB`);
  blobs.close();
  await rm(file);
});
