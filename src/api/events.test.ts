import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { ServerEvent } from './events.ts';
import { Listeners, streamEvents } from './events.ts';

async function serve(
  t: TestContext,
  events: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
  heartbeatMs = 60_000,
): Promise<{ readonly url: string; readonly ended: Promise<void>; readonly server: Server }> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    const end = new AbortController();
    void streamEvents(response, events(end.signal), { headers: {}, heartbeatMs, end }).then(
      resolve,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  return { url: `http://127.0.0.1:${address.port}`, ended, server };
}

async function* three(): AsyncIterable<ServerEvent> {
  yield { id: '1', event: 'state', data: { text: 'line\nbreak' } };
  yield { id: '2\nid: 9', event: 'a\r\nb', data: null };
}

test('events are written as the specification has them, and no value begins a field', async (t) => {
  const { url } = await serve(t, three);
  const response = await fetch(url);
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(
    await response.text(),
    'retry: 2000\n\n' +
      'id: 1\nevent: state\ndata: {"text":"line\\nbreak"}\n\n' +
      'id: 2 id: 9\nevent: a  b\ndata: null\n\n',
  );
});

async function* silent(signal: AbortSignal): AsyncIterable<ServerEvent> {
  await once(signal, 'abort').catch(() => undefined);
  yield* [];
}

test('a silent stream shows that it lives, and ends when the client goes', async (t) => {
  const { url, ended } = await serve(t, silent, 5);
  const leave = new AbortController();
  const response = await fetch(url, { signal: leave.signal });
  const reader = response.body?.getReader();
  let text = '';
  while (!text.includes(': \n\n')) {
    const part = await reader?.read();
    text += new TextDecoder().decode(part?.value);
  }
  leave.abort();
  await ended;
});

test('places are counted for each listener and in all, and given back', () => {
  const listeners = new Listeners(3, 2);
  const [a, b] = [listeners.enter('a'), listeners.enter('a')];
  assert.ok(a && b);
  assert.equal(listeners.enter('a'), undefined);
  assert.ok(listeners.enter('b'));
  assert.equal(listeners.enter('c'), undefined);
  a.leave();
  a.leave();
  assert.equal(listeners.size, 2);
  assert.ok(listeners.enter('a'));
  listeners.close();
  assert.ok(b.end.signal.aborted);
});
