import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { parseDigest } from '../src/model/index.ts';
import { blobStoreTests } from '../src/store/blobs/blob-store.contract.ts';
import type { S3Address } from '../src/store/blobs/s3-address.ts';
import { s3Blobs } from '../src/store/blobs/s3.ts';
import type { Ceph } from './support/ceph.ts';
import { CEPH_PROGRAMS, startCeph } from './support/ceph.ts';
import { withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import { startDrydock } from './support/drydock-server.ts';
import {
  ask,
  manifestOf,
  pushBlob,
  putManifest,
  sha256,
  signedIn,
} from './support/raw-registry.ts';

const skip = withoutPrograms(...CEPH_PROGRAMS);
const MB = 1024 * 1024;

let ceph: Ceph | undefined;
let buckets = 0;

before(async () => {
  if (skip) return;
  const folder = join(scratch, 'ceph');
  mkdirSync(folder);
  ceph = await startCeph(folder);
});
after(() => ceph?.stop());

if (!skip) {
  blobStoreTests('Ceph', async (context) => {
    const blobs = await s3Blobs({ address: await newBucket(), credentials: running().credentials });
    context.after(() => blobs.close());
    return { blobs, spool: mkdtempSync(join(scratch, 'spool-')) };
  });
}

test(
  'a blob in parts is read back, and an address for it needs no credentials',
  { skip },
  async () => {
    const address = await newBucket();
    const clock = { now: () => Date.now() };
    const { credentials } = running();
    const blobs = await s3Blobs({ address, credentials, redirects: { clock } });
    try {
      await blobs.check();
      // Two whole parts and a byte.
      const bytes = randomBytes(16 * MB + 1);
      const file = join(scratch, 'parts');
      writeFileSync(file, bytes);
      const digest =
        parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`) ?? assert.fail();
      await blobs.keep(digest, file, bytes.length);
      assert.deepEqual(await buffer((await blobs.open(digest)) ?? assert.fail()), bytes);
      const direct = await blobs.direct(digest);
      assert.equal(direct?.kind, 'redirect');
      const answer = await fetch(direct.url, { headers: { range: 'bytes=8388600-8388700' } });
      assert.equal(answer.status, 206);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes.subarray(8388600, 8388701));
      const changed = direct.url.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      assert.equal((await fetch(changed)).status, 403);
    } finally {
      blobs.close();
    }
  },
);

test('what a dead server left of its uploads is removed', { skip }, async () => {
  const address = await newBucket();
  const client = rawClient();
  const key = `some/sha256/aa/${'a'.repeat(64)}`;
  const blobs = await s3Blobs({ address, credentials: running().credentials });
  try {
    for (let n = 0; n < 3; n += 1) {
      await client.send(new CreateMultipartUploadCommand({ Bucket: address.bucket, Key: key }));
    }
    assert.equal(await blobs.removeAbandoned(Date.now() - 60_000), 0);
    assert.equal(await blobs.removeAbandoned(Date.now() + 60_000), 3);
    assert.equal(await blobs.removeAbandoned(Date.now() + 60_000), 0);
  } finally {
    blobs.close();
    client.destroy();
  }
});

test('a bucket that is not there is no empty one', { skip }, async () => {
  const address = { ...(await newBucket()), bucket: 'nowhere' };
  const blobs = await s3Blobs({ address, credentials: running().credentials });
  const digest = parseDigest(`sha256:${'b'.repeat(64)}`) ?? assert.fail();
  try {
    await assert.rejects(blobs.check(), /could not find the bucket nowhere/);
    await assert.rejects(blobs.sizeOf(digest), /NoSuchBucket/);
    await assert.rejects(Array.fromAsync(blobs.list()), /NoSuchBucket/);
  } finally {
    blobs.close();
  }
});

test(
  'a server keeps its blobs in a bucket: pushed, read back, in parts and after kill -9',
  { skip },
  async () => {
    const { bucket } = await newBucket();
    const { endpoint, credentials } = running();
    const options = {
      data: mkdtempSync(join(scratch, 'data-')),
      env: {
        DRYDOCK_BLOBS: `s3://${bucket}/images?endpoint=${endpoint}`,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    };
    const first = await startDrydock(options);
    const config = Buffer.from('{"architecture":"amd64","os":"linux"}');
    const layer = randomBytes(9 * MB);
    const [ofConfig, ofLayer] = [config, layer].map((bytes) => ({
      digest: sha256(bytes),
      size: bytes.length,
    }));
    assert.ok(ofConfig && ofLayer);
    const scope = 'repository:s3/app:pull,push';
    const registry = await signedIn(first.host, scope);
    assert.equal((await pushBlob(registry, 's3/app', ofConfig.digest, config)).status, 201);
    assert.equal((await pushBlob(registry, 's3/app', ofLayer.digest, layer)).status, 201);
    const manifest = manifestOf(ofConfig, [ofLayer]);
    assert.equal((await putManifest(registry, 's3/app', '1', manifest)).status, 201);
    await first.kill();
    const second = await startDrydock(options);
    try {
      const again = await signedIn(second.host, scope);
      assert.deepEqual((await ask(again, '/v2/s3/app/manifests/1')).body, manifest);
      const path = `/v2/s3/app/blobs/${ofLayer.digest}`;
      assert.deepEqual((await ask(again, path)).body, layer);
      const part = await ask(again, path, { headers: { range: 'bytes=8388600-8388700' } });
      assert.deepEqual(part.body, layer.subarray(8388600, 8388701));
      const client = rawClient();
      const listed = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      client.destroy();
      assert.ok(listed.Contents?.every(({ Key }) => Key?.startsWith('images/sha256/')));
      assert.equal(listed.Contents?.length, 2);
    } finally {
      await second.stop();
    }
  },
);

function running(): Ceph {
  return ceph ?? assert.fail('Ceph does not run');
}

function rawClient(): S3Client {
  const { endpoint, credentials } = running();
  return new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
}

async function newBucket(): Promise<S3Address> {
  const bucket = `blobs-${(buckets += 1)}`;
  const client = rawClient();
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return { bucket, prefix: 'some/', region: 'us-east-1', endpoint: running().endpoint };
}
