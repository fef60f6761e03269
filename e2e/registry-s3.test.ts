/** The registry's own tests, all of them, with blobs in Ceph's S3 in place of a folder (E1). */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CEPH_PROGRAMS, startCeph } from './support/ceph.ts';
import { withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import { runProgram } from './support/run-program.ts';

const REGISTRY = join(import.meta.dirname, '../src/registry');

test(
  'the registry keeps its promises on S3 as on a folder (E1)',
  { skip: withoutPrograms(...CEPH_PROGRAMS) },
  async (t) => {
    const folder = join(scratch, 'ceph');
    mkdirSync(folder);
    const ceph = await startCeph(folder);
    t.after(() => ceph.stop());
    const { endpoint, credentials } = ceph;
    const client = new S3Client({
      endpoint,
      credentials,
      region: 'us-east-1',
      forcePathStyle: true,
    });
    await client.send(new CreateBucketCommand({ Bucket: 'registry' }));
    t.after(() => client.destroy());
    const files = readdirSync(REGISTRY).filter((name) => name.endsWith('.test.ts'));
    const flags = ['--disable-warning=ExperimentalWarning', '--test', '--test-isolation=none'];
    const tests = files.map((name) => join(REGISTRY, name));
    const { code, output } = await runProgram(process.execPath, [...flags, ...tests], {
      env: {
        NODE_TEST_CONTEXT: '',
        TEST_BLOBS: `s3://registry?endpoint=${endpoint}`,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    });
    assert.equal(code, 0, output.slice(output.indexOf('failing tests')).slice(0, 5000));
    const passed = Number(/pass (\d+)/.exec(output)?.[1]);
    assert.ok(passed > 80, `${passed} tests`);
    const listed = await client.send(new ListObjectsV2Command({ Bucket: 'registry' }));
    assert.ok((listed.KeyCount ?? 0) > 100, 'their blobs were in the bucket');
    t.diagnostic(`${passed} tests of the registry`);
  },
);
