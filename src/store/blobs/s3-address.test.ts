import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseS3Address } from './s3-address.ts';

test('an address names bucket, prefix, region and a server of its own', () => {
  const cases: readonly [string, object][] = [
    ['s3://images', { bucket: 'images', prefix: '', region: 'us-east-1', endpoint: undefined }],
    [
      's3://images/some/where/?region=eu-west-1',
      { bucket: 'images', prefix: 'some/where/', region: 'eu-west-1', endpoint: undefined },
    ],
    [
      's3://Images_1/a?endpoint=http://127.0.0.1:9000',
      {
        bucket: 'Images_1',
        prefix: 'a/',
        region: 'us-east-1',
        endpoint: 'http://127.0.0.1:9000',
      },
    ],
  ];
  for (const [text, value] of cases) assert.deepEqual(parseS3Address(text), { ok: true, value });
});

test('an address that is none is refused with the reason, and without its secrets', () => {
  const cases: readonly [string, RegExp][] = [
    ['/var/blobs', /"\/var\/blobs" is no address of a bucket; write s3:\/\/BUCKET/],
    ['s3:///prefix', /names no bucket but ""/],
    ['s3://a', /names no bucket but "a"/],
    ['s3://images?regoin=eu', /unknown parameter "regoin"/],
    ['s3://images?endpoint=127.0.0.1:9000', /no http\(s\) address: "127.0.0.1:9000"/],
    ['s3://images/with%20space', /has a prefix that is not made of/],
    ['s3://AKEXAMPLE:secret@images/', /"s3:\/\/images" has credentials in it/],
  ];
  for (const [text, message] of cases) {
    const parsed = parseS3Address(text);
    assert.ok(!parsed.ok, text);
    assert.match(parsed.error.message, message);
    assert.ok(!parsed.error.message.includes('secret@'));
  }
});
