import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { APP_PATHS } from '../contract/app-paths.ts';
import { serveWeb } from './serve-web.ts';
import { readWebFiles } from './web-files.ts';

const SCRIPT = 'export const a = 1;\n'.repeat(100);
const INDEX = '<!doctype html><title>Drydock</title>';

/** What a build leaves, made by hand. */
function builtFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-web-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  const files = {
    'index.html': INDEX,
    'assets/main-1a.js': SCRIPT,
    'assets/main-1a.js.br': brotliCompressSync(SCRIPT),
    'assets/main-1a.js.gz': gzipSync(SCRIPT),
    'assets/face-2b.woff2': Buffer.from([0, 1, 2]),
    'secret.txt': 'not listed',
    'files.json': JSON.stringify({
      sources: 'x',
      initial: [],
      files: ['index.html', 'assets/main-1a.js', 'assets/face-2b.woff2'],
    }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function withWeb(t: TestContext, folder = builtFolder(t)): Promise<FastifyInstance> {
  const app = fastify({ exposeHeadRoutes: true });
  serveWeb(app, readWebFiles(folder));
  await app.ready();
  t.after(() => app.close());
  return app;
}

test('every address of a page has the application, under a policy without anything inline', async (t) => {
  const app = await withWeb(t);
  for (const first of APP_PATHS) {
    for (const url of [`/${first}`, `/${first}?q=1`]) {
      const { statusCode, body, headers } = await app.inject({ url });
      assert.equal(statusCode, 200, url);
      assert.equal(body, INDEX);
      assert.equal(headers['content-type'], 'text/html; charset=utf-8');
      assert.equal(headers['cache-control'], 'no-cache');
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
      assert.match(policy, /require-trusted-types-for 'script'; trusted-types 'none'/);
      assert.ok(!/unsafe|\*|https?:|data:|blob:/.test(policy), policy);
    }
  }
  const deep = await app.inject({ url: '/r/acme/team/shop/-/tags/1.4' });
  assert.equal(deep.body, INDEX);
});

test('other addresses are no pages', async (t) => {
  const app = await withWeb(t);
  for (const url of [
    '/favicon.ico',
    '/api/v1/nothing',
    '/rr/acme',
    '/index.html',
    '/.git/config',
  ]) {
    assert.equal((await app.inject({ url })).statusCode, 404, url);
  }
});

test('files go out in the form that is asked for, and are kept for ever', async (t) => {
  const app = await withWeb(t);
  const url = '/assets/main-1a.js';
  const ask = (encoding: string) => app.inject({ url, headers: { 'accept-encoding': encoding } });
  const [plain, br, gzip] = [await ask('identity'), await ask('gzip, br'), await ask('gzip')];
  assert.equal(plain.body, SCRIPT);
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(br.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(br.rawPayload).toString(), SCRIPT);
  assert.equal(gzip.headers['content-encoding'], 'gzip');
  assert.equal(gunzipSync(gzip.rawPayload).toString(), SCRIPT);
  const tags = new Set([plain, br, gzip].map(({ headers }) => headers['etag']));
  assert.equal(tags.size, 3, 'each form is another one');
  for (const { headers } of [plain, br, gzip]) {
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers['vary'], 'accept-encoding');
    assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
  }
  const face = await app.inject({
    url: '/assets/face-2b.woff2',
    headers: { 'accept-encoding': 'br' },
  });
  assert.equal(face.headers['content-type'], 'font/woff2');
  assert.equal(face.headers['content-encoding'], undefined);
});

test('who has it already is told so, and HEAD is GET without the body', async (t) => {
  const app = await withWeb(t);
  for (const url of ['/', '/assets/main-1a.js']) {
    const accepts = { 'accept-encoding': 'br' };
    const first = await app.inject({ url, headers: accepts });
    const etag = String(first.headers['etag']);
    for (const given of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const headers = { ...accepts, 'if-none-match': given };
      const again = await app.inject({ url, headers });
      assert.equal(again.statusCode, 304, given);
      assert.equal(again.body, '');
    }
    const other = await app.inject({ url, headers: { ...accepts, 'if-none-match': '"other"' } });
    assert.equal(other.statusCode, 200);
    const head = await app.inject({ method: 'HEAD', url, headers: accepts });
    assert.equal(head.body, '');
    assert.equal(head.headers['content-length'], String(first.rawPayload.length));
    assert.equal(head.headers['etag'], etag);
  }
});

test('no path leads out of what was built', async (t) => {
  const app = await withWeb(t);
  const paths = [
    '/assets/../index.html',
    '/assets/../secret.txt',
    '/assets/%2e%2e/secret.txt',
    '/assets/..%2fsecret.txt',
    '/assets/..%5csecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fetc/passwd',
    '/assets//etc/passwd',
    '/assets/main-1a.js.br',
    '/assets/main-1a.js%00.css',
    '/assets/__proto__',
    '/assets/',
    '/secret.txt',
  ];
  for (const url of paths) {
    const { statusCode, body } = await app.inject({ url });
    assert.ok(statusCode === 404 || body === INDEX, `${url}: ${statusCode} ${body}`);
    assert.ok(!body.includes('not listed'), url);
  }
});

test('a server without built pages says how to build them', async (t) => {
  const empty = mkdtempSync(join(tmpdir(), 'drydock-web-'));
  t.after(() => rmSync(empty, { recursive: true }));
  const app = await withWeb(t, empty);
  const { statusCode, body } = await app.inject({ url: '/' });
  assert.equal(statusCode, 404);
  assert.ok(body.includes('npm run build:web'));
  assert.equal((await app.inject({ url: '/assets/main-1a.js' })).statusCode, 404);
});
