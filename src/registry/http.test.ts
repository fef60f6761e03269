import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  digestOf,
  pushBlob,
  pushImage,
  registryWorld,
  sharedRegistry,
} from './registry-under-test.contract.ts';

const TOKEN = `Authorization: Bearer ${Buffer.from('tester|*:pull,push,delete').toString('base64url')}`;

/** A connection of bytes: what was read so far, and a wait for more. */
interface Wire {
  readonly socket: Socket;
  text(): string;
  until(pattern: RegExp): Promise<string>;
}

function wire(port: number): Promise<Wire> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (bytes) => (text += bytes.toString('latin1')));
    socket.once('error', reject);
    socket.once('connect', () =>
      resolve({
        socket,
        text: () => text,
        async until(pattern) {
          for (let tries = 0; tries < 500 && !pattern.test(text); tries += 1) await sleep(10);
          assert.match(text, pattern);
          return text;
        },
      }),
    );
  });
}

describe('HTTP', () => {
  const shared = sharedRegistry();

  test('every answer has its length, the version, and no compression', async () => {
    const registry = await shared();
    const image = await pushImage(registry, 'http/app', 'a layer', { tag: 'v1' });
    const blob = digestOf('a layer');
    const headers = { 'accept-encoding': 'gzip, deflate, br, zstd' };
    for (const [path, length, digest] of [
      ['/v2/http/app/manifests/v1', image.text.length, image.digest],
      [`/v2/http/app/blobs/${blob}`, 7, blob],
      ['/v2/http/app/tags/list', undefined, undefined],
      ['/v2/http/app/manifests/none', undefined, undefined],
      ['/v2/', 2, undefined],
    ] as const) {
      const [got, head] = await Promise.all(
        ['GET', 'HEAD'].map((method) => registry.ask(method, path, { headers })),
      );
      assert.ok(got && head);
      assert.equal(got.status, head.status);
      assert.equal(head.body.length, 0);
      assert.equal(got.headers['content-length'], String(got.body.length));
      assert.equal(head.headers['content-length'], got.headers['content-length']);
      if (length !== undefined) assert.equal(got.body.length, length);
      for (const answer of [got, head]) {
        assert.equal(answer.headers['content-encoding'], undefined);
        assert.equal(answer.headers['transfer-encoding'], undefined);
        assert.equal(answer.headers['docker-distribution-api-version'], 'registry/2.0');
        assert.equal(answer.headers['docker-content-digest'], digest);
        assert.equal(answer.headers.etag, digest && `"${digest}"`);
      }
    }
    const read = await registry.ask('GET', `/v2/http/app/blobs/${blob}`);
    assert.equal(read.headers['accept-ranges'], 'bytes');
    for (const path of ['/v2/http/app/manifests/v1', `/v2/http/app/blobs/${blob}`]) {
      const etag = path.includes('blobs') ? blob : image.digest;
      const known = await registry.ask('GET', path, { headers: { 'if-none-match': `"${etag}"` } });
      assert.deepEqual([known.status, known.body.length], [304, 0]);
      const other = await registry.ask('GET', path, { headers: { 'if-none-match': '"other"' } });
      assert.equal(other.status, 200);
    }
  });

  test('who waits for 100 Continue gets it when the body is wanted, and the refusal when not', async () => {
    const { port } = await shared();
    const bytes = 'expected';
    const path = `/v2/http/expect/blobs/uploads/?digest=${digestOf(bytes)}`;
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes.length}\r\nExpect: 100-continue\r\n`;
    const wanted = await wire(port);
    wanted.socket.write(`${head}${TOKEN}\r\n\r\n`);
    await wanted.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    wanted.socket.write(bytes);
    await wanted.until(/\r\n\r\nHTTP\/1\.1 201 Created/);
    wanted.socket.destroy();
    const refused = await wire(port);
    refused.socket.write(`${head}\r\n`);
    const text = await refused.until(/UNAUTHORIZED/);
    assert.match(text, /^HTTP\/1\.1 401 /);
    assert.match(text, /Connection: close/i);
    refused.socket.destroy();
  });

  test('an early refusal can be read while the body still comes, on a connection that closes', async () => {
    const { port } = await shared();
    const client = await wire(port);
    const size = 20_000_000;
    client.socket.write(
      `PATCH /v2/http/early/blobs/uploads/01234567-0123-0123-0123-0123456789ab HTTP/1.1\r\n` +
        `Host: x\r\nConnection: close\r\nContent-Length: ${size}\r\n\r\n`,
    );
    const chunk = randomBytes(1_000_000);
    for (let sent = 0; sent < size; sent += chunk.length) {
      await new Promise((resolve) => client.socket.write(chunk, resolve));
    }
    const text = await client.until(/UNAUTHORIZED/);
    assert.match(text, /^HTTP\/1\.1 401 /);
    client.socket.destroy();
  });

  test('a connection is used again after refusals and bodies of both kinds', async () => {
    const { port } = await shared();
    const client = await wire(port);
    const bytes = 'used again';
    const path = `/v2/http/again/blobs/uploads/?digest=${digestOf(bytes)}`;
    const requests = [
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes.length}\r\n\r\n${bytes}`,
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${TOKEN}\r\nContent-Length: ${bytes.length}\r\n\r\n${bytes}`,
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${TOKEN}\r\nTransfer-Encoding: chunked\r\n\r\n` +
        `4\r\nused\r\n6\r\n again\r\n0\r\n\r\n`,
      `GET /v2/ HTTP/1.1\r\nHost: x\r\n${TOKEN}\r\n\r\n`,
    ];
    for (const [at, status] of [401, 201, 201, 200].entries()) {
      client.socket.write(requests[at] ?? '');
      await client.until(new RegExp(`(?:HTTP/1\\.1 [^]*){${at}}HTTP/1\\.1 ${status} `));
    }
    client.socket.destroy();
  });

  test('bytes are left to the proxy or the storage where these can give them', async (context) => {
    const world = await registryWorld(context);
    for (const [direct, status, name, value] of [
      [{ kind: 'internal', path: '/blobs/x' }, 200, 'x-accel-redirect', '/blobs/x'],
      [
        { kind: 'redirect', url: 'https://s3.test/x?sign=1' },
        307,
        'location',
        'https://s3.test/x?sign=1',
      ],
    ] as const) {
      const registry = await world.start({ blobs: { ...world.blobs, direct: async () => direct } });
      const { digest } = await pushBlob(registry, 'http/direct', 'direct');
      const path = `/v2/http/direct/blobs/${digest}`;
      const headers = { 'x-sendfile-type': 'X-Accel-Redirect' };
      const answer = await registry.ask('GET', path, { headers });
      assert.deepEqual(
        [answer.status, answer.headers[name], answer.body.length],
        [status, value, 0],
      );
      if (direct.kind === 'internal') {
        const past = await registry.ask('GET', path);
        assert.equal(past.body.toString(), 'direct', 'who comes past nginx gets the bytes');
      }
      assert.equal((await registry.ask('HEAD', path)).headers['content-length'], '6');
      await registry.close();
    }
  });

  test('a client of HTTP/1.0 is answered, with the length', async () => {
    const registry = await shared();
    const { digest } = await pushBlob(registry, 'http/old', 'old');
    const client = await wire(registry.port);
    client.socket.write(`GET /v2/http/old/blobs/${digest} HTTP/1.0\r\n${TOKEN}\r\n\r\n`);
    const text = await client.until(/\r\n\r\nold$/);
    assert.match(text, /Content-Length: 3\r\n/i);
    assert.doesNotMatch(text, /Transfer-Encoding/i);
    client.socket.destroy();
  });

  test('what came before a connection broke is kept, and the upload goes on from there', async () => {
    const registry = await shared();
    const { ask, port } = registry;
    const bytes = randomBytes(1_500_000);
    const location = (await ask('POST', '/v2/http/broken/blobs/uploads/')).headers.location ?? '';
    const client = await wire(port);
    client.socket.write(
      `PATCH ${location} HTTP/1.1\r\nHost: x\r\n${TOKEN}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    );
    await new Promise((resolve) => client.socket.write(bytes.subarray(0, 1_000_000), resolve));
    await sleep(100);
    client.socket.destroy();
    let offset = 0;
    for (let tries = 0; tries < 100 && offset === 0; tries += 1) {
      const status = await ask('GET', location);
      assert.equal(status.status, 204);
      offset = Number(/^0-(\d+)$/.exec(String(status.headers['range']))?.[1] ?? 0);
      if (offset === 0) await sleep(20);
    }
    assert.equal(offset, 999_999);
    const digest = digestOf(bytes);
    const put = await ask('PUT', `${location}?digest=${digest}`, {
      body: bytes.subarray(offset + 1),
      headers: { 'content-range': `${offset + 1}-${bytes.length - 1}` },
    });
    assert.equal(put.status, 201);
    assert.equal(digestOf((await ask('GET', `/v2/http/broken/blobs/${digest}`)).body), digest);
  });
});
