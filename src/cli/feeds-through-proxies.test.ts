import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openSnapshot } from '../advisories/index.ts';
import type { LoopbackServer } from '../base/loopback-server.contract.ts';
import { startLoopbackServer } from '../base/loopback-server.contract.ts';
import { fetchFeeds } from './advisories.ts';
import { smallWorld } from './small-world.contract.ts';

const KEV = JSON.stringify({
  vulnerabilities: [{ cveID: 'CVE-2024-0001', dateAdded: '2025-05-05' }],
});
const CATALOG = 'kev/known_exploited_vulnerabilities.json';
const BASIC = `Basic ${Buffer.from('me:pw').toString('base64')}`;

/** What the proxy was asked: method, target, credentials. */
let asked: string[] = [];
let proxy: LoopbackServer;
let address = '';
const folders: string[] = [];

before(async () => {
  proxy = await startLoopbackServer(
    ({ method, url = '', headers }, response) => {
      asked.push(`${method} ${url} ${headers['proxy-authorization'] ?? ''}`);
      serve(url, headers['if-none-match'], response);
    },
    ({ url, headers }, socket) => {
      asked.push(`CONNECT ${url} ${headers['proxy-authorization'] ?? ''}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    },
  );
  address = proxy.host;
});

after(() => {
  proxy.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test('a feed is fetched through the proxy, which resolves its name and follows its redirects', async () => {
  asked = [];
  const world = worldOf('http://feeds.example/mirror', { HTTP_PROXY: `http://me:pw@${address}` });
  const fetched = await fetchFeeds(['kev'], world);
  assert.ok(fetched.ok);
  assert.deepEqual(fetched.value, [{ kind: 'updated', feed: 'kev', records: 1, skipped: 0 }]);
  assert.deepEqual(asked, [
    `GET http://feeds.example/mirror/${CATALOG} ${BASIC}`,
    `GET http://cdn.example/${CATALOG} ${BASIC}`,
  ]);
  const opened = openSnapshot(world.config.dataFolder);
  assert.ok(opened.ok && opened.value?.contextOf('CVE-2024-0001')?.kev);
  const again = await fetchFeeds(['kev'], world);
  assert.ok(again.ok);
  assert.deepEqual(again.value, [{ kind: 'unchanged', feed: 'kev' }]);
});

test('what NO_PROXY names, and loopback, is asked directly', async () => {
  asked = [];
  const environment = { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'feeds.example' };
  const fetched = await fetchFeeds(['kev'], worldOf(`http://${address}/mirror`, environment));
  assert.ok(fetched.ok && fetched.value[0]?.kind === 'updated');
  assert.deepEqual(asked, [`GET /mirror/${CATALOG} `]);
});

test('over https the proxy is asked for a tunnel; one that refuses is named, not its password', async () => {
  asked = [];
  const environment = { HTTPS_PROXY: `http://me:pw@${address}` };
  const fetched = await fetchFeeds(['kev'], worldOf('https://feeds.example', environment), {
    attempts: 1,
  });
  assert.ok(fetched.ok && fetched.value[0]?.kind === 'refused');
  const { message } = fetched.value[0].failure;
  assert.match(message, /cannot fetch https:\/\/feeds\.example\/.*through the proxy 127\.0\.0\.1/);
  assert.ok(!message.includes('pw'));
  assert.deepEqual(asked, [`CONNECT feeds.example:443 ${BASIC}`]);
});

test('an address of a proxy that is none is said at once, and nothing is tried again', async () => {
  const fetched = await fetchFeeds(
    ['kev'],
    worldOf('http://feeds.example', { HTTP_PROXY: 'x://y' }),
  );
  assert.ok(fetched.ok && fetched.value[0]?.kind === 'refused');
  assert.equal(fetched.value[0].failure.code, 'sources.registry.proxy');
});

function serve(url: string, known: string | undefined, response: ServerResponse): void {
  if (url.startsWith('http://feeds.example/')) {
    response.writeHead(302, { location: `http://cdn.example/${CATALOG}` }).end();
  } else if (known === '"a"') response.writeHead(304).end();
  else response.writeHead(200, { etag: '"a"' }).end(KEV);
}

function worldOf(feeds: string, environment: Readonly<Record<string, string>>) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'drydock-proxies-'));
  folders.push(dataFolder);
  const world = smallWorld({ dataFolder }, { out: '', err: '' });
  return {
    ...world,
    config: { ...world.config, feeds },
    outside: { ...world.outside, environment },
  };
}
