import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { PeerCertificate } from 'node:tls';
import { TLSSocket } from 'node:tls';
import { layoutOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import type { DrydockServer } from './support/drydock-server.ts';
import { startDrydock } from './support/drydock-server.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';
import { freePort, startServer } from './support/server-process.ts';

const GUIDE = join(import.meta.dirname, '../docs/operating.md');

interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for 127.0.0.1 that trusts itself. */
function certificate(folder: string, name: string): Pair {
  mkdirSync(folder, { recursive: true });
  const pair = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  const what = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2'.split(' ');
  const whom = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const made = spawnSync('openssl', [...what, ...whom, '-keyout', pair.key, '-out', pair.cert]);
  assert.equal(made.status, 0, made.stderr.toString());
  return pair;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly peer: PeerCertificate;
}

function ask(
  url: string,
  ca: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca: readFileSync(ca), agent: false, headers }, (response) => {
      const { socket, statusCode, headers } = response;
      assert.ok(socket instanceof TLSSocket);
      const peer = socket.getPeerCertificate();
      response.resume().once('end', () => resolve({ status: statusCode, headers, peer }));
    });
    asked.once('error', reject).end();
  });
}

test(
  'TLS by files: the certificate is served, and another from the next connection on SIGHUP',
  { skip: withoutPrograms('openssl') },
  async (t) => {
    const folder = mkdtempSync(join(scratch, 'tls-'));
    const first = certificate(folder, 'first');
    const port = await freePort();
    const data = mkdtempSync(join(scratch, 'data-'));
    // The helper asks by HTTP for readiness: this server speaks TLS only.
    const server = await startTls(t, { port, data, pair: first });
    const answer = await ask(`https://127.0.0.1:${port}/v2/`, first.cert);
    assert.equal(answer.status, 401);
    assert.equal(answer.peer.subject.CN, 'first');
    assert.match(
      String(answer.headers['www-authenticate']),
      new RegExp(`realm="https://127.0.0.1:${port}/token"`),
    );
    const second = certificate(join(folder, 'next'), 'second');
    copyFileSync(second.key, first.key);
    process.kill(server.pid, 'SIGHUP');
    await logged(server, /"certificate not renewed"/);
    // Half renewed: the pair does not fit, and the old one stays.
    const old = certificateOf(answer);
    writeFileSync(join(folder, 'old.crt'), old);
    assert.equal(
      (await ask(`https://127.0.0.1:${port}/livez`, join(folder, 'old.crt'))).peer.subject.CN,
      'first',
    );
    copyFileSync(second.cert, first.cert);
    process.kill(server.pid, 'SIGHUP');
    await logged(server, /"certificate renewed"/);
    assert.equal(
      (await ask(`https://127.0.0.1:${port}/livez`, second.cert)).peer.subject.CN,
      'second',
    );
  },
);

/** What a server wrote may come a moment after what it did. */
async function logged({ log }: Pick<DrydockServer, 'log'>, what: RegExp): Promise<void> {
  for (let tries = 0; !what.test(log()); tries += 1) {
    assert.ok(tries < 1_000, `not logged: ${what}`);
    await setTimeout(20);
  }
}

function certificateOf({ peer }: Answer): string {
  const lines = peer.raw.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

async function startTls(
  t: TestContext,
  { port, data, pair }: { readonly port: number; readonly data: string; readonly pair: Pair },
): Promise<DrydockServer> {
  const server = await startDrydock({
    data,
    port,
    env: { DRYDOCK_TLS_CERT: pair.cert, DRYDOCK_TLS_KEY: pair.key },
    isReady: async () => (await ask(`https://127.0.0.1:${port}/readyz`, pair.cert)).status === 200,
  });
  t.after(() => server.stop());
  return server;
}

const skip = withoutCorpus || withoutPrograms('openssl', 'nginx', 'skopeo');

test(
  'behind nginx, by the file of the guide: Location, realm and the client are the right ones (E18)',
  { skip },
  async (t) => {
    const folder = mkdtempSync(join(scratch, 'nginx-'));
    const pair = certificate(folder, 'nginx');
    const front = `127.0.0.1:${await freePort()}`;
    const account = await startRegistryWithAccount({
      DRYDOCK_URL: `https://${front}`,
      DRYDOCK_TRUSTED_PROXIES: '127.0.0.1',
    });
    t.after(() => account.stop());
    const nginx = await startNginx(folder, front, account.host, pair);
    t.after(() => nginx.stop());
    const ping = await ask(`https://${front}/v2/`, pair.cert);
    assert.equal(ping.status, 401);
    assert.match(
      String(ping.headers['www-authenticate']),
      new RegExp(`realm="https://${front}/token"`),
    );
    // skopeo takes certificates by the name of the host.
    const auth = join(folder, 'auth.json');
    const { user, password } = account;
    copyFileSync(pair.cert, join(folder, 'ca.crt'));
    mkdirSync(join(folder, 'certificates'));
    copyFileSync(pair.cert, join(folder, 'certificates', 'ca.crt'));
    const certificates = join(folder, 'certificates');
    skopeo(
      'login',
      '--cert-dir',
      certificates,
      '--authfile',
      auth,
      '-u',
      user,
      '-p',
      password,
      front,
    );
    const image = `docker://${front}/${user}/app:1`;
    skopeo(
      'copy',
      '-q',
      '--dest-cert-dir',
      certificates,
      '--authfile',
      auth,
      layoutOf('small-node').skopeo,
      image,
    );
    const back = `oci:${join(folder, 'back')}:1`;
    skopeo('copy', '-q', '--src-cert-dir', certificates, '--authfile', auth, image, back);
    await ask(`https://${front}/api/v1/instance`, pair.cert, { 'x-forwarded-for': '198.51.100.7' });
    const server = account.server ?? assert.fail('the server is ours');
    await logged(
      server,
      /"method":"PATCH","path":"\/v2\/alice\/app\/blobs\/uploads\/[^"]+","status":202/,
    );
    await logged(server, /"path":"\/api\/v1\/instance","status":200,.*"address":"198\.51\.100\.7"/);
  },
);

function skopeo(...args: string[]): void {
  const ran = spawnSync('skopeo', args, { encoding: 'utf8', timeout: 120_000 });
  assert.equal(ran.status, 0, ran.stderr);
}

/** The server block that stands in docs/operating.md, with the places of this test. */
async function startNginx(
  folder: string,
  front: string,
  back: string,
  pair: Pair,
): Promise<{ stop(): Promise<void> }> {
  const [, block = ''] = /```nginx\n([\s\S]*?)```/.exec(readFileSync(GUIDE, 'utf8')) ?? [];
  const changes: readonly (readonly [string, string])[] = [
    ['listen 443 ssl;', `listen ${front} ssl;`],
    ['server_name registry.example.com;', 'server_name _;'],
    ['/etc/nginx/tls.crt', pair.cert],
    ['/etc/nginx/tls.key', pair.key],
    ['http://127.0.0.1:7070', `http://${back}`],
  ];
  const server = changes.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `the guide has no ${from}`);
    return text.replace(from, to);
  }, block);
  const config = join(folder, 'nginx.conf');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
  writeFileSync(
    config,
    `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1;
    events {}
    http { access_log off; ${paths}
    ${server} }`,
  );
  const isUp = async (): Promise<boolean> =>
    (await ask(`https://${front}/livez`, pair.cert)).status === 200;
  const nginx = await startServer('nginx', ['-c', config, '-p', folder, '-e', 'stderr'], isUp);
  if ('failed' in nginx) throw new Error(nginx.failed);
  return nginx;
}

test('one who sends headers slowly is cut off, and holds nobody up (D18)', async (t) => {
  const server = await startDrydock({ data: mkdtempSync(join(scratch, 'data-')) });
  t.after(() => server.stop());
  const [host = '127.0.0.1', port = ''] = server.host.split(':');
  const slow = Array.from({ length: 200 }, () => connectPlain(Number(port), host));
  const ends = slow.map(
    (socket) =>
      new Promise<string>((resolve) => {
        let told = '';
        socket.setEncoding('utf8').on('data', (text: string) => (told += text));
        socket.on('error', () => undefined).once('close', () => resolve(told));
      }),
  );
  for (const socket of slow) socket.write('GET / HTTP/1.1\r\nHost: x\r\nA: ');
  const beats = globalThis.setInterval(
    () => slow.forEach((socket) => socket.writable && socket.write('a')),
    1_000,
  );
  t.after(() => clearInterval(beats));
  assert.equal((await fetch(`http://${server.host}/livez`)).status, 200);
  const told = await Promise.all(ends);
  for (const text of told) assert.match(text, /^HTTP\/1\.1 408/);
  assert.equal((await fetch(`http://${server.host}/livez`)).status, 200);
});
