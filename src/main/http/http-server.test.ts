import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { IncomingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Log } from '../../base/index.ts';
import { createMetrics } from '../metrics.ts';
import { createDispatcher } from './dispatcher.ts';
import { Drain } from './drain.ts';
import type { HttpServer } from './http-server.ts';
import { startHttpServer } from './http-server.ts';

const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Small {
  readonly http: HttpServer;
  readonly drain: Drain;
  readonly agent: Agent;
  readonly lines: string[];
}

/** A server whose registry answers as told, and whose API says who it is. */
async function small(
  t: TestContext,
  registry: RequestListener,
  clock: Clock = { now: () => Date.now() },
  api: RequestListener = (_, response) => response.end('api'),
): Promise<Small> {
  const drain = new Drain(clock);
  const lines: string[] = [];
  const log: Log = {
    ...QUIET,
    info: (message, fields) => lines.push(JSON.stringify({ message, ...fields })),
  };
  const listeners = createDispatcher({
    registryExpecting: async (asked, response) => registry(asked, response),
    registry: async (asked, response) => registry(asked, response),
    api,
    drain,
    metrics: createMetrics('1').http,
    addressOf: () => '203.0.113.7',
    newId: () => 'made-by-us',
    clock,
    log,
  });
  const http = await startHttpServer({ listen: { host: '127.0.0.1', port: 0 }, listeners, log });
  assert.ok(http.ok);
  const agent = new Agent({ keepAlive: true });
  t.after(() => {
    agent.destroy();
    http.value.close();
    http.value.destroy();
  });
  return { http: http.value, drain, agent, lines };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function ask(
  { http, agent }: Small,
  path: string,
  options: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: http.port, path, agent, ...options },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, text }),
        );
      },
    );
    asked.on('error', reject).end();
  });
}

test('the registry gets its paths and nothing else, and every answer has a request id', async (t) => {
  const server = await small(t, (_, response) => response.end('registry'));
  for (const path of ['/v2', '/v2/', '/v2/a/b/manifests/x?n=1', '/token?service=x']) {
    assert.equal((await ask(server, path)).text, 'registry', path);
  }
  for (const path of ['/', '/v22', '/v2x/', '/tokens', '/api/v2/', '/token/']) {
    assert.equal((await ask(server, path)).text, 'api', path);
  }
  const given = await ask(server, '/', { headers: { 'x-request-id': 'from-a-proxy-1' } });
  assert.equal(given.headers['x-request-id'], 'from-a-proxy-1');
  const odd = await ask(server, '/', { headers: { 'x-request-id': 'a b"{}' } });
  assert.equal(odd.headers['x-request-id'], 'made-by-us');
});

test('a line of the log tells a request without its query, in which tokens may be', async (t) => {
  const server = await small(t, (_, response) => response.writeHead(404).end());
  await ask(server, '/token?account=alice&password=hunter2');
  await ask(server, '/livez');
  assert.equal(server.lines.length, 1);
  assert.match(server.lines[0] ?? '', /"path":"\/token","status":404,.*"address":"203.0.113.7"/);
});

test('a handler that fails answers 500 and takes no other request with it', async (t) => {
  const server = await small(t, () => {
    throw new Error('a bug');
  });
  assert.equal((await ask(server, '/v2/')).status, 500);
  assert.equal((await ask(server, '/')).text, 'api');
});

test('a body that does not come is not waited for; an answer may go on for hours', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const clock = { now: () => Date.now() };
  const asked = new Map<string, ServerResponse>();
  const arrived = new EventEmitter();
  const { http } = await small(
    t,
    () => undefined,
    clock,
    (request, response) => {
      asked.set(request.method ?? '', response);
      if (request.method === 'GET') response.write('first');
      arrived.emit(request.method ?? '');
    },
  );
  const open = async (head: string, method: string): Promise<Socket> => {
    const socket = connect(http.port, '127.0.0.1').on('error', () => undefined);
    t.after(() => socket.destroy());
    socket.write(head);
    await once(arrived, method);
    return socket;
  };
  const stream = await open('GET /events HTTP/1.1\r\nhost: x\r\n\r\n', 'GET');
  const slow = await open('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nab', 'POST');
  const isClosed = once(slow.resume(), 'close');
  t.mock.timers.tick(3_600_000);
  await isClosed;
  assert.equal(asked.get('GET')?.destroyed, false);
  asked.get('GET')?.write('later');
  let read = '';
  for await (const part of stream) if ((read += String(part)).includes('later')) break;
  assert.match(read, /first[^]*later/);
});

test('while draining what is in flight is finished, answers close their connections, pushes may go on', async (t) => {
  const held = Promise.withResolvers<void>();
  const server = await small(t, (asked, response) => {
    if (asked.method === 'PATCH') void held.promise.then(() => response.writeHead(202).end());
    else response.end();
  });
  await ask(server, '/v2/');
  const upload = ask(server, '/v2/a/blobs/uploads/1', { method: 'PATCH' });
  while (server.drain.inFlight === 0) await new Promise(setImmediate);
  server.drain.begin();
  const others = await ask(server, '/v2/a/blobs/uploads/', { method: 'POST' });
  assert.equal(others.headers.connection, 'close');
  assert.equal(await server.drain.clientsEnded(0, 60), false);
  held.resolve();
  const answer = await upload;
  assert.equal(answer.status, 202);
  assert.equal(answer.headers.connection, 'close');
  assert.equal(await server.drain.clientsEnded(0, 1_000), true);
  assert.equal(
    await server.drain.clientsEnded(60_000, 60),
    false,
    'another request of the push may come',
  );
  assert.equal(await server.drain.answered(1_000), true);
});

test('a push that goes on is waited for, not pulls, nor pushes that come after', async (t) => {
  const time = { now: 1_000_000 };
  const server = await small(t, (_, response) => response.end(), { now: () => time.now });
  const { drain } = server;
  let isOver = false;
  /** Asks, until the server is done with it, and lets it wait a while. */
  const after = async (method: string, path: string, milliseconds: number): Promise<void> => {
    await ask(server, `/v2/acme/${path}`, { method });
    while (drain.inFlight > 0) await new Promise(setImmediate);
    time.now += milliseconds;
    await setTimeout(120);
  };
  drain.begin();
  await after('PATCH', 'app/blobs/uploads/1', 0);
  const ended = drain.pushesEnded(3_000, 600_000).finally(() => (isOver = true));
  await after('GET', 'pulled/blobs/sha256:1', 2_900);
  await after('HEAD', 'app/blobs/sha256:1', 2_900);
  await after('PUT', 'app/manifests/1', 2_900);
  assert.equal(isOver, false, 'it went on within 3 s each time');
  await after('GET', 'app/manifests/1', 0);
  await after('PATCH', 'new/blobs/uploads/2', 200);
  assert.equal(await ended, true);
});

/** Each is sent as it is; the answer's first line. */
const ODD: readonly (readonly [string, string, RegExp])[] = [
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    /^HTTP\/1.1 400/,
  ],
  [
    'length and chunks',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    /^HTTP\/1.1 400/,
  ],
  [
    'a chunk of no size',
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n',
    /^HTTP\/1.1 400|^HTTP\/1.1 200/,
  ],
  [
    'chunks, hidden',
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\nhello',
    /^HTTP\/1.1 400/,
  ],
  ['a folded header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n', /^HTTP\/1.1 400/],
  [
    'a blank before the colon',
    'GET / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nhello',
    /^HTTP\/1.1 400/,
  ],
  [
    'a bare line feed in a header',
    'GET / HTTP/1.1\r\nHost: x\r\nA: b\nEvil: c\r\n\r\n',
    /^HTTP\/1.1 400/,
  ],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400/],
  ['a control character', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\u0001c\r\n\r\n', /^HTTP\/1.1 400/],
  [
    'headers of 20 KiB',
    `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_480)}\r\n\r\n`,
    /^HTTP\/1.1 431/,
  ],
  ['a path of 20 KiB', `GET /${'a'.repeat(20_480)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1.1 431/],
  ['no HTTP', '\u0016\u0003\u0001\u0000\r\n\r\n', /^HTTP\/1.1 400/],
];

test('what is no sound HTTP is refused, and the connection closed (D18, D19)', async (t) => {
  const server = await small(t, (_, response) => response.end());
  for (const [name, bytes, answer] of ODD) {
    const socket = connect(server.http.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.write(bytes);
    // oxlint-disable-next-line no-loop-func -- each is awaited before the next
    await new Promise((resolve) => socket.once('close', resolve).once('data', () => socket.end()));
    assert.match(text, answer, name);
  }
  assert.equal((await ask(server, '/')).text, 'api');
});

test('a port that is taken is told by the key that names it', async (t) => {
  const server = await small(t, (_, response) => response.end());
  const listen = { host: '127.0.0.1', port: server.http.port };
  const refused = await startHttpServer({
    listen,
    listeners: { request: () => undefined, checkContinue: () => undefined },
    log: QUIET,
  });
  assert.ok(!refused.ok);
  assert.match(
    refused.error.message,
    /DRYDOCK_LISTEN is '127.0.0.1:\d+': another program listens there/,
  );
});
