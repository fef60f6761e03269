import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { FailureError } from '../../base/index.ts';
import type { LoopbackServer } from '../../base/loopback-server.contract.ts';
import { startLoopbackServer } from '../../base/loopback-server.contract.ts';
import { HttpClient, readBody } from './http.ts';
import type { RegistryOptions } from './options.ts';
import { proxyFor } from './proxy.ts';

/** What the proxy was asked: method, target, credentials. */
let asked: string[] = [];
let proxy: LoopbackServer;
let address = '';

function note(what: string | undefined, { url, headers }: IncomingMessage): void {
  asked.push(`${what} ${url} ${headers['proxy-authorization'] ?? ''}`);
}

before(async () => {
  proxy = await startLoopbackServer(
    (request, response) => {
      note(request.method, request);
      if (request.url?.endsWith('/inside')) {
        response.writeHead(307, { location: 'http://192.168.0.1/x' }).end();
      } else response.end('through the proxy');
    },
    (request, socket) => {
      note('CONNECT', request);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    },
  );
  address = proxy.host;
});

after(() => proxy.stop());

test('the environment says which requests go through a proxy', () => {
  const rows: readonly (readonly [string, Record<string, string>, string | undefined])[] = [
    ['https://a.example', {}, undefined],
    ['https://a.example', { HTTPS_PROXY: 'http://p:1' }, 'p:1'],
    ['https://a.example', { https_proxy: 'p:1' }, 'p:1'],
    ['https://a.example', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://a.example', { HTTP_PROXY: 'http://p:1' }, 'p:1'],
    ['http://127.0.0.1:5000', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://localhost:5000', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: '*' }, undefined],
    ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'b.example, A.example' }, undefined],
    ['https://x.a.example', { HTTPS_PROXY: 'p:1', no_proxy: 'a.example' }, undefined],
    ['https://xa.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'a.example' }, 'p:1'],
    ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: '.a.example' }, 'p:1'],
    ['https://x.a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: '*.a.example' }, undefined],
    ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'a.example:5000' }, 'p:1'],
    ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'a.example:443' }, undefined],
    ['https://10.1.2.3', { HTTPS_PROXY: 'p:1', NO_PROXY: '10.0.0.0/8' }, undefined],
    ['https://11.1.2.3', { HTTPS_PROXY: 'p:1', NO_PROXY: '10.0.0.0/8,10.0.0.0/99' }, 'p:1'],
    ['https://10.1.2.3', { HTTPS_PROXY: 'p:1', NO_PROXY: '10.1.2.3' }, undefined],
    ['https://[fd00::1]', { HTTPS_PROXY: 'p:1', NO_PROXY: 'fd00::1' }, undefined],
    ['https://[fd00::1]', { HTTPS_PROXY: 'p:1', NO_PROXY: 'fd00::/8' }, undefined],
    ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: ',' }, 'p:1'],
  ];
  for (const [url, environment, expected] of rows) {
    const found = proxyFor(new URL(url), environment);
    assert.equal(found?.host, expected, `${url} ${JSON.stringify(environment)}`);
  }
  assert.throws(() => proxyFor(new URL('http://a'), { HTTP_PROXY: 'socks://u:secret@p' }), {
    message: 'HTTP_PROXY is no address of a proxy; write http://HOST:PORT, or unset it',
  });
});

test('a registry is asked through the proxy, which resolves its name', async () => {
  asked = [];
  const client = clientFor('http://registry.example', { HTTP_PROXY: `http://me:pw@${address}` });
  const url = new URL('http://registry.example/v2/');
  const answer = await client.send({ method: 'GET', url, headers: {} });
  assert.equal(Buffer.from(await readBody(answer, 'it', 100)).toString(), 'through the proxy');
  const basic = `Basic ${Buffer.from('me:pw').toString('base64')}`;
  assert.deepEqual(asked, [`GET http://registry.example/v2/ ${basic}`]);
  client.close();
});

test('the private address of a proxy is no leave to go to others', async () => {
  const client = clientFor('http://registry.example', { HTTP_PROXY: address });
  const ask = (path: string): Promise<unknown> =>
    client.send({ method: 'GET', url: new URL(`http://registry.example/${path}`), headers: {} });
  await ask('v2');
  await assert.rejects(ask('inside'), /sends us to http:\/\/192\.168\.0\.1, a private address/);
  client.close();
});

test('a proxy that refuses is named, without its password', async () => {
  asked = [];
  const client = clientFor('https://registry.example', { HTTPS_PROXY: `http://me:pw@${address}` });
  const url = new URL('https://registry.example/v2/');
  await assert.rejects(client.send({ method: 'GET', url, headers: {} }), (error) => {
    assert.ok(error instanceof FailureError);
    assert.match(
      error.message,
      /registry\.example cannot be reached through the proxy 127\.0\.0\.1/,
    );
    return !error.message.includes('pw');
  });
  assert.match(asked.join(), /^CONNECT registry\.example:443 Basic /);
  client.close();
});

function clientFor(registry: string, environment: RegistryOptions['environment']): HttpClient {
  return new HttpClient(new URL(registry), {
    environment,
    plainHttp: [],
    attempts: 1,
    idleTimeout: 5000,
    sleep: () => Promise.resolve(),
    random: () => 0,
  });
}
