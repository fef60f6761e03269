import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Answer, RegistryUnderTest } from './registry-under-test.contract.ts';
import {
  digestOf,
  pushBlob,
  registryWorld,
  sharedRegistry,
} from './registry-under-test.contract.ts';

const ALGORITHMS = ['sha256', 'sha512'] as const;

/** Starts an upload and returns its location. */
async function begin({ ask }: RegistryUnderTest, name: string, query = ''): Promise<string> {
  const started = await ask('POST', `/v2/${name}/blobs/uploads/${query}`);
  assert.equal(started.status, 202);
  assert.equal(started.headers['content-length'], '0');
  assert.match(String(started.headers['docker-upload-uuid']), /^[0-9a-f-]{36}$/);
  return started.headers['location'] ?? assert.fail('no location');
}

/** A 201 whose location gives the bytes back. */
async function assertCreated(
  { ask }: RegistryUnderTest,
  answer: Answer,
  bytes: Uint8Array,
  digest: string,
): Promise<void> {
  assert.equal(answer.status, 201, answer.body.toString());
  assert.equal(answer.headers['docker-content-digest'], digest);
  const read = await ask('GET', answer.headers.location ?? '');
  assert.equal(read.status, 200);
  assert.deepEqual(read.body, Buffer.from(bytes));
}

describe('uploads and blobs', () => {
  const shared = sharedRegistry();
  for (const algorithm of ALGORITHMS) {
    test(`${algorithm}: a blob is uploaded in every way that the specification has`, async () => {
      const registry = await shared();
      const { ask } = registry;
      const name = `uploads/${algorithm}`;
      // Small enough for the main thread, and large enough for blocks of the other.
      for (const size of [0, 2, 300_000, 2_500_000]) {
        const bytes = size === 2 ? Buffer.from('{}') : randomBytes(size);
        const digest = digestOf(bytes, algorithm);
        const part = Math.ceil(size / 3);

        const post = await ask('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, {
          body: bytes,
        });
        await assertCreated(registry, post, bytes, digest);

        const whole = await ask('PUT', `${await begin(registry, name)}?digest=${digest}`, {
          body: bytes,
        });
        await assertCreated(registry, whole, bytes, digest);

        const streamed = await begin(registry, name, `?digest-algorithm=${algorithm}`);
        const patched = await ask('PATCH', streamed, {
          body: bytes,
          headers: { 'transfer-encoding': 'chunked' },
        });
        assert.equal(patched.status, 202);
        assert.equal(patched.headers.range, `0-${Math.max(size - 1, 0)}`);
        const put = await ask('PUT', `${patched.headers.location}?digest=${digest}`);
        await assertCreated(registry, put, bytes, digest);

        const chunked = await begin(registry, name);
        for (const [from, to] of [
          [0, part],
          [part, 2 * part],
        ] as const) {
          if (to <= from || to > size) continue;
          const chunk = await ask('PATCH', chunked, {
            body: bytes.subarray(from, to),
            headers: { 'content-range': `${from}-${to - 1}` },
          });
          assert.equal(chunk.status, 202);
          assert.equal(chunk.headers.range, `0-${to - 1}`);
        }
        const from = 2 * part > size ? 0 : 2 * part;
        const last = await ask('PUT', `${chunked}?digest=${digest}`, {
          body: bytes.subarray(from),
          ...(size > from && { headers: { 'content-range': `${from}-${size - 1}` } }),
        });
        await assertCreated(registry, last, bytes, digest);
      }
    });

    test(`${algorithm}: bytes that are not what the digest says are refused`, async () => {
      const registry = await shared();
      const { ask } = registry;
      const name = `uploads/bad-${algorithm}`;
      for (const size of [10, 400_000]) {
        const bytes = randomBytes(size);
        const digest = digestOf('other', algorithm);
        const post = await ask('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, {
          body: bytes,
        });
        const whole = await ask('PUT', `${await begin(registry, name)}?digest=${digest}`, {
          body: bytes,
        });
        const chunked = await begin(registry, name);
        await ask('PATCH', chunked, { body: bytes });
        const put = await ask('PUT', `${chunked}?digest=${digest}`);
        for (const answer of [post, whole, put]) {
          assert.deepEqual([answer.status, answer.code], [400, 'DIGEST_INVALID']);
        }
        assert.equal((await ask('HEAD', `/v2/${name}/blobs/${digest}`)).status, 404);
        assert.equal(
          (await ask('HEAD', `/v2/${name}/blobs/${digestOf(bytes, algorithm)}`)).status,
          404,
        );
        assert.equal((await ask('GET', chunked)).code, 'BLOB_UPLOAD_UNKNOWN');
      }
    });
  }

  test('a chunk out of order is refused, and the upload goes on as if it had not come', async () => {
    const registry = await shared();
    const { ask } = registry;
    const bytes = randomBytes(300_000);
    const digest = digestOf(bytes);
    const location = await begin(registry, 'uploads/order');
    const status = async (): Promise<string | undefined> => {
      const answer = await ask('GET', location);
      assert.equal(answer.status, 204);
      assert.equal(answer.headers.location, location);
      return answer.headers.range;
    };
    assert.equal(await status(), '0-0');
    await ask('PATCH', location, { body: bytes.subarray(0, 100_000) });
    for (const [first, method] of [
      [150_000, 'PATCH'],
      [0, 'PATCH'],
      [150_000, 'PUT'],
      [0, 'PUT'],
    ] as const) {
      const path = method === 'PUT' ? `${location}?digest=${digest}` : location;
      const answer = await ask(method, path, {
        body: bytes.subarray(first, first + 50_000),
        headers: { 'content-range': `${first}-${first + 49_999}` },
      });
      assert.deepEqual([answer.status, answer.code], [416, 'BLOB_UPLOAD_INVALID']);
      assert.equal(answer.headers.range, '0-99999');
      assert.equal(await status(), '0-99999');
    }
    for (const header of ['x-y', '5', 'bytes 1-2-3']) {
      const answer = await ask('PATCH', location, {
        body: 'x',
        headers: { 'content-range': header },
      });
      assert.deepEqual([answer.status, answer.code], [400, 'BLOB_UPLOAD_INVALID'], header);
    }
    const short = await ask('PATCH', location, {
      body: 'x',
      headers: { 'content-range': '100000-100009' },
    });
    assert.deepEqual([short.status, short.code], [400, 'SIZE_INVALID']);
    const put = await ask('PUT', `${location}?digest=${digest}`, { body: bytes.subarray(100_000) });
    await assertCreated(registry, put, bytes, digest);
    assert.equal((await ask('GET', location)).code, 'BLOB_UPLOAD_UNKNOWN');
  });

  test('an upload is cancelled, and is known in its repository only', async () => {
    const registry = await shared();
    const { ask, access } = registry;
    const location = await begin(registry, 'uploads/cancel');
    await access.repository('uploads/elsewhere');
    const elsewhere = location.replace('cancel', 'elsewhere');
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const answer = await ask(method, elsewhere);
      assert.deepEqual([answer.status, answer.code], [404, 'BLOB_UPLOAD_UNKNOWN']);
    }
    assert.equal((await ask('DELETE', location)).status, 204);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      assert.equal((await ask(method, location)).code, 'BLOB_UPLOAD_UNKNOWN');
    }
    const invented = location.replace(/[^/]*$/, '01234567-0123-0123-0123-0123456789ab');
    assert.equal((await ask('GET', invented)).code, 'BLOB_UPLOAD_UNKNOWN');
    assert.equal((await ask('GET', location.replace(/[^/]*$/, '..%2fx'))).status, 404);
  });

  test('a blob is mounted from a repository that holds it, from any, and not from nowhere', async () => {
    const registry = await shared();
    const { ask } = registry;
    const bytes = randomBytes(500);
    const { digest } = await pushBlob(registry, 'uploads/source', bytes);
    const mount = (to: string, query: string): Promise<Answer> =>
      ask('POST', `/v2/${to}/blobs/uploads/?mount=${query}`);
    const named = await mount('uploads/mounted', `${digest}&from=uploads/source`);
    await assertCreated(registry, named, bytes, digest);
    await assertCreated(registry, await mount('uploads/from-any', digest), bytes, digest);
    for (const query of [
      `${digestOf('missing')}&from=uploads/source`,
      `${digest}&from=uploads/unknown`,
      `${digest}&from=Not..a//name`,
      digestOf('missing'),
    ]) {
      const answer = await mount('uploads/not-mounted', query);
      assert.equal(answer.status, 202, query);
      assert.ok(answer.headers.location);
    }
    assert.equal((await mount('uploads/not-mounted', 'md5:0')).code, 'DIGEST_INVALID');
  });

  test('ranges of a blob are answered, clipped, or refused', async () => {
    const registry = await shared();
    const bytes = randomBytes(2048);
    const { digest } = await pushBlob(registry, 'uploads/ranges', bytes);
    const path = `/v2/uploads/ranges/blobs/${digest}`;
    const part = async (range: string): Promise<Answer> =>
      await registry.ask('GET', path, { headers: { range } });
    for (const [range, from, to] of [
      ['bytes=500-1499', 500, 1499],
      ['bytes=500-', 500, 2047],
      ['bytes=-500', 1548, 2047],
      ['bytes=2000-5000', 2000, 2047],
      ['bytes=0-0', 0, 0],
      ['bytes=-9999', 0, 2047],
    ] as const) {
      const answer = await part(range);
      assert.equal(answer.status, 206, range);
      assert.equal(answer.headers['content-range'], `bytes ${from}-${to}/2048`);
      assert.equal(answer.headers['content-length'], String(to - from + 1));
      assert.deepEqual(answer.body, bytes.subarray(from, to + 1));
    }
    for (const range of ['bytes=500-0', 'bytes=5000-10000', 'bytes=2048-', 'bytes=-0']) {
      const answer = await part(range);
      assert.equal(answer.status, 416, range);
      assert.equal(answer.headers['content-range'], 'bytes */2048');
    }
    for (const range of ['bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'bytes=x-1']) {
      assert.equal((await part(range)).body.length, 2048, range);
    }
    const changed = await registry.ask('GET', path, {
      headers: { range: 'bytes=0-1', 'if-range': '"other"' },
    });
    assert.equal(changed.body.length, 2048);
  });

  test('a blob is deleted from one repository at once, and stays in others', async () => {
    const registry = await shared();
    const { ask } = registry;
    const bytes = randomBytes(10);
    const { digest } = await pushBlob(registry, 'uploads/deleted', bytes);
    await pushBlob(registry, 'uploads/kept', bytes);
    assert.equal((await ask('DELETE', `/v2/uploads/deleted/blobs/${digest}`)).status, 202);
    for (const method of ['HEAD', 'GET', 'DELETE']) {
      assert.equal((await ask(method, `/v2/uploads/deleted/blobs/${digest}`)).status, 404);
    }
    assert.deepEqual((await ask('GET', `/v2/uploads/kept/blobs/${digest}`)).body, bytes);
  });

  test('unknown algorithms, missing digests and wrong names are refused with their codes', async () => {
    const registry = await shared();
    const { ask } = registry;
    const location = await begin(registry, 'uploads/refused');
    for (const [method, path, status, code] of [
      ['PUT', location, 400, 'DIGEST_INVALID'],
      ['PUT', `${location}?digest=sha256:bad`, 400, 'DIGEST_INVALID'],
      ['PUT', `${location}?digest=md5:${'0'.repeat(32)}`, 400, 'DIGEST_INVALID'],
      ['POST', '/v2/uploads/refused/blobs/uploads/?digest-algorithm=md5', 400, 'DIGEST_INVALID'],
      ['GET', '/v2/uploads/refused/blobs/sha256:bad', 400, 'DIGEST_INVALID'],
      ['GET', `/v2/uploads/refused/blobs/${digestOf('missing')}`, 404, 'BLOB_UNKNOWN'],
      ['GET', `/v2/uploads/no-such/blobs/${digestOf('missing')}`, 404, 'NAME_UNKNOWN'],
      ['POST', '/v2/Uploads/blobs/uploads/', 400, 'NAME_INVALID'],
      ['POST', '/v2/a/../b/blobs/uploads/', 400, 'NAME_INVALID'],
      ['PUT', '/v2/uploads/refused/blobs/uploads/', 405, 'UNSUPPORTED'],
    ] as const) {
      const answer = await ask(method, path);
      assert.deepEqual([answer.status, answer.code], [status, code], `${method} ${path}`);
    }
  });

  test('a blob over the limit is refused before and while it comes', async (context) => {
    const { start } = await registryWorld(context);
    const registry = await start({ limits: { blobBytes: 1000 } });
    const { ask } = registry;
    const location = await begin(registry, 'uploads/limit');
    const declared = await ask('PATCH', location, { body: randomBytes(1001) });
    assert.deepEqual([declared.status, declared.code], [413, 'SIZE_INVALID']);
    const streamed = await ask('PATCH', location, {
      body: randomBytes(5000),
      headers: { 'transfer-encoding': 'chunked' },
    });
    assert.deepEqual([streamed.status, streamed.code], [413, 'SIZE_INVALID']);
  });
});
