import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { DEFAULT_LIMITS, FailureError } from '../../base/index.ts';
import type { LoopbackServer } from '../../base/loopback-server.contract.ts';
import { startLoopbackServer } from '../../base/loopback-server.contract.ts';
import type { OpenedImage } from '../../image/index.ts';
import { openManifestImage } from '../manifest-image.ts';
import { parseReference } from '../reference.ts';
import { HttpClient } from './http.ts';
import { isPrivateAddress, isPrivateLiteral, mayHaveCredentials } from './network.ts';
import type { RegistryOptions } from './options.ts';
import { registrySource } from './registry-image.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** A layer large enough to be cut in two. */
const LAYER = Buffer.alloc(300_000, 'layer');
const CONFIG = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  rootfs: { diff_ids: [sha256(LAYER)] },
});
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...sized(CONFIG) },
  layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...sized(LAYER) }],
});
const BASIC = `Basic ${Buffer.from('me:secret').toString('base64')}`;

let registry: LoopbackServer;
let elsewhere: LoopbackServer;
let folder = '';
/** What a test has the registry do first; `true`: it has answered. */
let first: Answer;
let waits: number[] = [];
/** `host path authorization` of every request, of both servers. */
let seen: string[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-registry-'));
  registry = await listen((request, response) => {
    if (!first(request, response, request.url ?? '')) serve(request, response);
  });
  elsewhere = await listen((request, response) => {
    if (!first(request, response, request.url ?? '')) serve(request, response);
  });
});

after(async () => {
  for (const server of [registry, elsewhere]) server.stop();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  first = () => false;
  waits = [];
  seen = [];
});

test('an image is read without logging in where nobody asks', async () => {
  const image = await pull();
  assert.equal(image.digest, sha256(MANIFEST));
  assert.equal(image.imageId, sha256(CONFIG));
  assert.deepEqual(await layerOf(image), LAYER);
});

test('a token is asked for with the credentials of the Docker configuration', async () => {
  await writeConfig({ auths: { [registry.host]: { auth: BASIC.slice(6) } } });
  first = tokenAuth(`http://${registry.host}/token`);
  assert.deepEqual(await layerOf(await pull({ dockerConfig: folder })), LAYER);
  const token = seen.find((line) => line.includes('/token'));
  assert.match(token ?? '', /service=here&scope=repository%3Aorg%2Fapp%3Apull/);
  assert.ok(token?.endsWith(BASIC));
});

test('a token that breaks off is asked for again, and then is an error that says so', async () => {
  const auth = tokenAuth(`http://${registry.host}/token`);
  let broken = 0;
  let breaks = 1;
  first = (request, response, path) => {
    if (!path.startsWith('/token') || broken >= breaks) return auth(request, response, path);
    broken += 1;
    response.writeHead(200, { 'content-length': 100 });
    response.write('{"token":', () => setImmediate(() => response.destroy()));
    return true;
  };
  await writeConfig({ auths: { [registry.host]: { auth: BASIC.slice(6) } } });
  await pull({ dockerConfig: folder });
  assert.equal(broken, 1);
  breaks = 99;
  assert.match(await refusal({ dockerConfig: folder }), /could not be read to its end: aborted/);
});

test('a token server of another host gets no credentials, and the reader is told', async () => {
  await writeConfig({ auths: { [registry.host]: { auth: BASIC.slice(6) } } });
  const evil = `http://localhost:${elsewhere.port}/token`;
  first = tokenAuth(evil);
  const message = await refusal({ dockerConfig: folder });
  assert.match(message, /credentials were not sent to localhost:\d+, which is another domain/);
  assert.deepEqual(
    seen.filter((line) => line.startsWith('localhost') && line.includes('Basic')),
    [],
  );
});

test('basic authentication, by a credential helper or by an old entry of the file', async () => {
  const helper = join(folder, 'docker-credential-ours');
  const answer = JSON.stringify({ Username: 'me', Secret: 'secret' });
  await writeFile(
    helper,
    `#!/bin/sh\nread server\necho "$server" >'${helper}.asked'\necho '${answer}'\n`,
  );
  await chmod(helper, 0o755);
  first = ({ headers }, response) => {
    if (headers.authorization === BASIC) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    return true;
  };
  await writeConfig({ credHelpers: { [registry.host]: 'ours' } });
  assert.deepEqual(await layerOf(await pull({ dockerConfig: folder })), LAYER);
  assert.equal(await readFile(`${helper}.asked`, 'utf8'), `${registry.host}\n`);
  await writeConfig({ auths: { [`https://${registry.host}/v1/`]: { auth: BASIC.slice(6) } } });
  assert.deepEqual(await layerOf(await pull({ dockerConfig: folder })), LAYER);
  await writeConfig({ credsStore: 'absent' });
  assert.match(await refusal({ dockerConfig: folder }), /docker-credential-absent cannot be run/);
  assert.match(await refusal({}), /asks for a user and a password.*docker login/);
});

test('a redirect to another origin is followed without Authorization', async () => {
  await writeConfig({ auths: { [registry.host]: { auth: BASIC.slice(6) } } });
  const auth = tokenAuth(`http://${registry.host}/token`);
  first = (request, response, path) => {
    const isHere = request.headers.host === registry.host;
    if (isHere && auth(request, response, path)) return true;
    if (!isHere || !path.includes(sha256(LAYER))) return false;
    response.writeHead(307, { location: `http://${elsewhere.host}${path}` }).end();
    return true;
  };
  assert.deepEqual(await layerOf(await pull({ dockerConfig: folder })), LAYER);
  const there = seen.filter((line) => line.startsWith(elsewhere.host));
  assert.equal(there.length, 1);
  assert.ok(there[0]?.endsWith('none'));
});

test('a blob that breaks off goes on where it stopped', async () => {
  let broken = 0;
  first = (_, response, path) => {
    if (!path.includes(sha256(LAYER)) || broken > 0) return false;
    broken += 1;
    response.writeHead(200, { 'content-length': LAYER.length });
    response.write(LAYER.subarray(0, 100_000), () => setImmediate(() => response.destroy()));
    return true;
  };
  assert.deepEqual(await layerOf(await pull()), LAYER);
  assert.equal(broken, 1);
});

test('a blob that always breaks off is an error, never a short layer', async () => {
  first = (_, response, path) => {
    if (!path.includes(sha256(LAYER))) return false;
    response.writeHead(200, { 'content-length': LAYER.length });
    response.write(LAYER.subarray(0, 10), () => setImmediate(() => response.destroy()));
    return true;
  };
  const image = await pull();
  await assert.rejects(layerOf(image), /could not be read to its end/);
});

test('a blob of another length than the manifest says is an error', async () => {
  first = (_, response, path) => {
    if (!path.includes(sha256(LAYER))) return false;
    response.end('short');
    return true;
  };
  await assert.rejects(layerOf(await pull()), /has 5 bytes; its manifest says 300000/);
});

test('429 is waited for as the registry asks, 503 with growing pauses, and both end', async () => {
  let refused = 0;
  first = (_, response) => {
    refused += 1;
    if (refused > 2) return false;
    const isLimited = refused === 1;
    response.writeHead(isLimited ? 429 : 503, isLimited ? { 'retry-after': '7' } : {}).end();
    return true;
  };
  await pull();
  assert.deepEqual(waits, [7000, 1000]);
  first = (_, response) => Boolean(response.writeHead(429).end());
  assert.match(await refusal({}), /allows no more requests now \(429\)/);
});

test('a manifest that is not what its digest says is refused', async () => {
  const wrong = `sha256:${'0'.repeat(64)}`;
  first = (_, response, path) => path.includes(wrong) && Boolean(response.end(MANIFEST));
  assert.match(await refusal({}, `org/app@${wrong}`), /has other content: it digests to/);
});

test('an image that is not there, and a manifest without end', async () => {
  assert.match(await refusal({}, 'org/app:none'), /there is no image .*\/org\/app:none/);
  first = (_, response) => Boolean(response.end(Buffer.alloc(5 << 20)));
  assert.match(await refusal({}), /more than the 4194304 bytes allowed/);
});

test('private addresses, however they are written', () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '::1',
    '::ffff:10.0.0.1',
    'fd00::1',
    '64:ff9b::a00:1',
  ]) {
    assert.ok(isPrivateAddress(address), address);
  }
  for (const address of ['1.1.1.1', '172.32.0.1', '2606:4700::1111'])
    assert.ok(!isPrivateAddress(address), address);
  for (const host of ['2130706433', '0x7f.1', '0177.0.0.1', '[::ffff:127.0.0.1]', 'localhost']) {
    assert.ok(isPrivateLiteral(new URL(`http://${host}/`)), host);
  }
});

test('a registry on the internet cannot send us to a private or unencrypted address', async () => {
  const client = new HttpClient(new URL('https://registry.example'), options({}));
  for (const url of ['http://169.254.169.254/x', 'https://[::1]/x', 'http://cdn.example/x']) {
    const sent = client.send({ method: 'GET', url: new URL(url), headers: {} });
    await assert.rejects(
      sent,
      (error) => error instanceof FailureError && /was not asked/.test(error.message),
    );
  }
  client.close();
});

const REALMS: readonly (readonly [registry: string, realm: string, mayHave: boolean])[] = [
  ['https://registry-1.docker.io', 'https://auth.docker.io/token', true],
  ['https://registry.gitlab.com', 'https://gitlab.com/jwt/auth', true],
  ['https://ghcr.io', 'https://ghcr.io/token', true],
  ['https://ghcr.io', 'http://ghcr.io/token', false],
  ['https://ghcr.io', 'https://evil.io/token', false],
  ['https://a.co.uk', 'https://b.co.uk/token', false],
  ['https://10.0.0.1', 'https://10.0.0.2/token', false],
  ['https://docker.io.evil.example', 'https://auth.docker.io/token', false],
];

for (const [from, realm, mayHave] of REALMS) {
  test(`credentials of ${from} ${mayHave ? 'may' : 'may not'} go to ${realm}`, () => {
    assert.equal(mayHaveCredentials(new URL(from), new URL(realm)), mayHave);
  });
}

function options(changes: Partial<RegistryOptions>): RegistryOptions {
  return {
    environment: { PATH: folder },
    plainHttp: [],
    attempts: 3,
    idleTimeout: 2000,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0.5,
    ...changes,
  };
}

async function pull(
  changes: Partial<RegistryOptions> = {},
  name = 'org/app:1',
): Promise<OpenedImage> {
  const text = `${registry.host}/${name}`;
  const reference = parseReference(text);
  assert.ok(reference.ok);
  const source = await registrySource(text, reference.value, options(changes), DEFAULT_LIMITS);
  return openManifestImage(source, { limits: DEFAULT_LIMITS, defaultPlatform: 'linux/amd64' });
}

async function refusal(changes: Partial<RegistryOptions>, name = 'org/app:1'): Promise<string> {
  try {
    await pull(changes, name);
  } catch (error) {
    if (error instanceof FailureError) return error.failure.message;
    throw error;
  }
  return assert.fail('it was not refused');
}

async function layerOf({ layers: [layer] }: OpenedImage): Promise<Buffer> {
  assert.ok(layer?.bytes.kind === 'stream');
  const chunks: Uint8Array[] = [];
  for await (const chunk of await layer.bytes.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const content = new Map<string, string | Buffer>([
    ['/v2/org/app/manifests/1', MANIFEST],
    [`/v2/org/app/blobs/${sha256(CONFIG)}`, CONFIG],
    [`/v2/org/app/blobs/${sha256(LAYER)}`, LAYER],
  ]).get(request.url ?? '');
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (content === undefined) response.writeHead(404).end();
  else if (start === 0) response.end(content);
  else {
    const range = `bytes ${start}-${content.length - 1}/${content.length}`;
    response.writeHead(206, { 'content-range': range }).end(content.slice(start));
  }
}

/** Answers 401 until the token comes; gives it to `me` only. */
function tokenAuth(realm: string): Answer {
  return ({ headers }, response, path) => {
    if (path.startsWith('/token')) {
      const isKnown = headers.authorization === BASIC;
      response.writeHead(isKnown ? 200 : 401).end(isKnown ? '{"token":"t0ken"}' : '{}');
      return true;
    }
    if (headers.authorization === 'Bearer t0ken') return false;
    const scope = 'repository:org/app:pull';
    const challenge = `Bearer realm="${realm}",service="here",scope="${scope}"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
    return true;
  };
}

function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LoopbackServer> {
  return startLoopbackServer((request, response) => {
    const { host, authorization = 'none' } = request.headers;
    seen.push(`${host ?? ''} ${request.url ?? ''} ${authorization}`);
    answer(request, response);
  });
}

async function writeConfig(config: object): Promise<void> {
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
}

function sized(content: string | Buffer): { digest: string; size: number } {
  return { digest: sha256(content), size: content.length };
}

function sha256(content: string | Buffer): string {
  return `sha256:${hash('sha256', content, 'hex')}`;
}
