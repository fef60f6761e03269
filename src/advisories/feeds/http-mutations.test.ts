import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { mutatedText, mutationTest, pick } from '../../mutated.contract.ts';
import { httpTransport } from './http-transport.ts';
import { temporaryFolder } from './mirror.contract.ts';

/** What the server writes for every connection, byte by byte. */
let answer = '';
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => socket.end(answer, 'latin1'));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
assert.ok(typeof address === 'object' && address !== null);
const folder = temporaryFolder();
after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

// No redirects: a changed one would be followed to anywhere.
const ANSWERS = [
  answerOf('200 OK', 'etag: "a"\r\nlast-modified: Mon, 01 Jan 2024 00:00:00 GMT', '{"a":1}'),
  answerOf('206 Partial Content', 'etag: "a"\r\ncontent-range: bytes 3-6/7', 'rest'),
  answerOf('200 OK', 'transfer-encoding: chunked', '3\r\nabc\r\n0\r\n\r\n'),
  answerOf('304 Not Modified', 'etag: "a"', ''),
  answerOf('404 Not Found', 'content-type: text/html; charset=utf-8', '<html>'),
  answerOf('429 Too Many Requests', 'retry-after: 7\r\nx-ratelimit-remaining: 0', ''),
];
const transport = httpTransport({
  mirror: `http://127.0.0.1:${address.port}`,
  attempts: 1,
  sleep: () => Promise.resolve(),
});
const FILE = { path: 'kev/known.json', maxBytes: 20 };
const KNOWN = '{"etag":"\\"a\\"","lastModified":"x"}';

mutationTest(
  'answers of feed servers',
  (random) => mutatedText([pick(ANSWERS, random)], random),
  async (text) => {
    answer = text;
    const obtained = await transport.obtain(FILE, KNOWN, join(folder, 'aside'));
    return obtained.ok ? obtained.value.kind : 'refused';
  },
  ['changed', 'unchanged', 'absent', 'refused'],
);

function answerOf(status: string, headers: string, body: string): string {
  const length = headers.includes('chunked') ? '' : `content-length: ${body.length}\r\n`;
  return `HTTP/1.1 ${status}\r\n${headers}\r\n${length}connection: close\r\n\r\n${body}`;
}
