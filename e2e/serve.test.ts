import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { layoutOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import type { DrydockServer } from './support/drydock-server.ts';
import { startDrydock } from './support/drydock-server.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';
import { signIn } from './support/session.ts';

const DRYDOCK = join(import.meta.dirname, '../bin/drydock');

function run(program: string, ...args: string[]): string {
  const ran = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 });
  assert.equal(ran.status, 0, `${program} ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

const skip = withoutCorpus || withoutPrograms('skopeo');

test(
  'a new server: set up, sign in, activate, push, and the report is there',
  { skip },
  async () => {
    const account = await startRegistryWithAccount();
    const { host, user, password, server } = account;
    try {
      assert.match(server?.log() ?? '', /ready +in [\d.]+ s at http:/);
      const auth = join(mkdtempSync(join(scratch, 'auth-')), 'auth.json');
      run(
        'skopeo',
        'login',
        '--tls-verify=false',
        '--authfile',
        auth,
        '-u',
        user,
        '-p',
        password,
        host,
      );
      const push = (tag: string): string =>
        run(
          'skopeo',
          'copy',
          '-q',
          '--dest-tls-verify=false',
          '--authfile',
          auth,
          layoutOf('small-node').skopeo,
          `docker://${host}/${user}/app:${tag}`,
        );
      push('1');
      const session = await signIn(account);
      const app = `/repositories/${user}/app`;
      const before = await session.ask('GET', `${app}/images/1/analysis`);
      assert.match(JSON.stringify(before), /"kind":"inactive"/);
      await session.ask('PUT', `${app}/activation`, {});
      push('2');
      let state = '';
      for (let tries = 0; !/"kind":"complete/.test(state); tries += 1) {
        assert.ok(tries < 900, `not complete: ${state}`);
        await setTimeout(100);
        state = JSON.stringify(await session.ask('GET', `${app}/images/2/analysis`));
      }
      const report = JSON.stringify(await session.ask('GET', `${app}/images/2/report`));
      assert.match(report, /pkg:deb\/debian\/bash@/);
    } finally {
      await account.stop();
    }
  },
);

async function serverFor(data: string, port?: number): Promise<DrydockServer> {
  return startDrydock({ data, ...(port !== undefined && { port }) });
}

interface Upload {
  readonly url: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

/** A blob by one request each: begun, sent in slow parts, closed. */
async function beginUpload(host: string, size: number): Promise<Upload> {
  const bytes = randomBytes(size);
  const begun = await fetch(`http://${host}/v2/open/app/blobs/uploads/`, { method: 'POST' });
  assert.equal(begun.status, 202, await begun.text());
  const url = new URL(begun.headers.get('location') ?? '', `http://${host}`).href;
  return { url, bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}

async function send({ url, bytes, digest }: Upload, from: number, to: number): Promise<string> {
  const part = new Uint8Array(bytes.subarray(from, to));
  const range = `${from}-${to - 1}`;
  const sent = await fetch(url, {
    method: 'PATCH',
    body: part,
    headers: { 'content-range': range },
  });
  assert.equal(sent.status, 202, `${digest} ${range}: ${await sent.text()}`);
  return new URL(sent.headers.get('location') ?? url, url).href;
}

async function finish(url: string, digest: string): Promise<void> {
  const closed = await fetch(`${url}${url.includes('?') ? '&' : '?'}digest=${digest}`, {
    method: 'PUT',
  });
  assert.equal(closed.status, 201, await closed.text());
}

test('a server that is told to stop finishes a push that goes on, and ends with 0 (F2)', async () => {
  const server = await serverFor(mkdtempSync(join(scratch, 'data-')));
  const upload = await beginUpload(server.host, 300_000);
  let url = await send(upload, 0, 100_000);
  const stopped = server.stop();
  // The requests of a push come one after the other, each on a connection of its own maybe.
  await setTimeout(800);
  const ready = await fetch(`http://${server.host}/readyz`);
  assert.equal(ready.status, 503);
  assert.equal(ready.headers.get('connection'), 'close');
  url = await send({ ...upload, url }, 100_000, 200_000);
  await setTimeout(800);
  url = await send({ ...upload, url }, 200_000, 300_000);
  await finish(url, upload.digest);
  assert.equal(await stopped, 0);
  await assert.rejects(fetch(`http://${server.host}/livez`));
});

test(
  'skopeo, in the middle of a push, does not notice that the server stops',
  { skip },
  async () => {
    const server = await serverFor(mkdtempSync(join(scratch, 'data-')));
    const image = `docker://${server.host}/open/app:1`;
    const from = layoutOf('small-node').skopeo;
    const push = spawn('skopeo', ['copy', '-q', '--dest-tls-verify=false', from, image]);
    let told = '';
    push.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    const pushed = new Promise<number | null>((resolve) => {
      push.once('close', resolve);
    });
    // Its first question: it has everything before it.
    while (!server.log().includes('"path":"/v2/"') && push.exitCode === null) await setTimeout(5);
    const stopped = server.stop();
    assert.equal(await pushed, 0, told);
    assert.equal(await stopped, 0);
  },
);

test('after kill -9 it starts again on what its database left running, and nothing is lost', async (t) => {
  const data = mkdtempSync(join(scratch, 'data-'));
  const first = await serverFor(data);
  const upload = await beginUpload(first.host, 100_000);
  await finish(await send(upload, 0, 100_000), upload.digest);
  await first.kill();
  const second = await serverFor(data, Number(first.host.split(':')[1]));
  t.after(() => second.stop());
  assert.match(second.log(), /that a killed server had left running/);
  const blob = await fetch(`http://${second.host}/v2/open/app/blobs/${upload.digest}`);
  assert.ok(Buffer.from(await blob.arrayBuffer()).equals(upload.bytes));
});

test('a second server on one folder is refused by name', async (t) => {
  const server = await serverFor(mkdtempSync(join(scratch, 'data-')));
  t.after(() => server.stop());
  const { code, words } = refused({ DRYDOCK_DATA: server.data, DRYDOCK_LISTEN: '127.0.0.1:0' });
  assert.equal(code, 1);
  assert.match(words, new RegExp(`${server.data} is in use by process ${server.pid}\\b`));
});

function refused(env: Readonly<Record<string, string>>): { code: number | null; words: string } {
  const ran = spawnSync(DRYDOCK, ['serve'], {
    env: { PATH: process.env['PATH'] ?? '', HOME: scratch, DRYDOCK_OFFLINE: 'true', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: ran.status, words: ran.stderr };
}

test('what is found only on starting is told by the key too (F16)', () => {
  const data = mkdtempSync(join(scratch, 'data-'));
  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['DRYDOCK_LISTN', { DRYDOCK_LISTN: 'x' }],
    ['DRYDOCK_WORKERS', { DRYDOCK_WORKERS: 'many' }],
    ['DRYDOCK_TLS_CERT', { DRYDOCK_TLS_CERT: '/nowhere', DRYDOCK_TLS_KEY: '/nowhere' }],
    ['DRYDOCK_DATABASE_URL', { DRYDOCK_DATABASE_URL: 'postgresql://127.0.0.1:1/x' }],
    ['DRYDOCK_DATA', { DRYDOCK_DATA: '/dev/null/data' }],
    ['DRYDOCK_SECRET_KEY_FILE', { DRYDOCK_SECRET_KEY_FILE: DRYDOCK }],
    ['DRYDOCK_BLOBS', { DRYDOCK_BLOBS: '/dev/null/blobs' }],
  ];
  for (const [key, env] of cases) {
    const { code, words } = refused({ DRYDOCK_DATA: data, DRYDOCK_LISTEN: '127.0.0.1:0', ...env });
    const told = words.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    assert.equal(code, 1, `${key}: ${words}`);
    assert.equal(told.length, 1, words);
    assert.match(told[0] ?? '', new RegExp(`^error: .*${key}\\b`));
  }
});
