import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { DEFAULT_LIMITS } from '../../base/index.ts';
import { mutatedDocument, mutatedText, mutationTest, pick } from '../../mutated.contract.ts';
import { chooseImage } from '../choose-image.ts';
import { parseChallenge } from './challenge.ts';
import { credentialsFor } from './credentials.ts';
import type { RegistryOptions } from './options.ts';
import { proxyFor } from './proxy.ts';
import { registrySource } from './registry-image.ts';

/** What the server writes for the next connection, byte by byte. */
let answers: readonly string[] = [];
let asked = 0;
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    socket.end(answers[Math.min(asked, answers.length - 1)] ?? '', 'latin1');
    asked += 1;
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
assert.ok(typeof address === 'object' && address !== null);
after(() => server.close());

const HOST = `127.0.0.1:${address.port}`;
const CONFIG = '{"os":"linux","architecture":"amd64","rootfs":{"diff_ids":[]}}';
const DIGEST = `sha256:${hash('sha256', CONFIG, 'hex')}`;
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: DIGEST,
    size: CONFIG.length,
  },
  layers: [],
});
const ERRORS = '{"errors":[{"code":"DENIED","message":"no"}]}';
const CHALLENGE = `Bearer realm="http://${HOST}/token",service="here",scope="repository:a/b:pull"`;
const TYPE = 'application/vnd.oci.image.manifest.v1+json';

const BLOB = answerOf('200 OK', { 'content-type': 'application/octet-stream' }, CONFIG);

/** A registry's answers, in the order of a login: refused, the token, the manifest, the config. */
const CONVERSATIONS: readonly (readonly string[])[] = [
  [answerOf('200 OK', { 'content-type': TYPE, 'docker-content-digest': DIGEST }, MANIFEST), BLOB],
  [
    answerOf('401 Unauthorized', { 'www-authenticate': CHALLENGE }, ERRORS),
    answerOf('200 OK', {}, '{"token":"abc","access_token":"def","expires_in":60}'),
    answerOf('200 OK', { 'content-type': TYPE }, MANIFEST),
    BLOB,
  ],
  [
    answerOf('307 Temporary Redirect', { location: `http://${HOST}/elsewhere?a=b` }, ''),
    answerOf('200 OK', { 'content-type': TYPE }, MANIFEST),
    BLOB,
  ],
  [answerOf('429 Too Many Requests', { 'retry-after': '7' }, ERRORS)],
  [answerOf('403 Forbidden', {}, ERRORS)],
];

const OPTIONS: RegistryOptions = {
  // What is not on loopback would be asked through here: no mutation leaves this machine.
  environment: { HTTP_PROXY: HOST, HTTPS_PROXY: HOST },
  plainHttp: [],
  attempts: 2,
  idleTimeout: 1000,
  sleep: () => Promise.resolve(),
  random: () => 0,
};

mutationTest(
  'answers of registries and token servers',
  (random) => {
    const conversation = pick(CONVERSATIONS, random);
    const at = random() % conversation.length;
    return conversation.with(at, mutatedAnswer(conversation[at] ?? '', random));
  },
  async (conversation) => {
    answers = conversation;
    asked = 0;
    const reference = { registry: HOST, repository: 'a/b', tag: '1' };
    const source = await registrySource('it', reference, OPTIONS, DEFAULT_LIMITS);
    try {
      await chooseImage(source.store, source.roots, {
        limits: DEFAULT_LIMITS,
        defaultPlatform: 'linux/amd64',
      });
      return 'read';
    } finally {
      await source.close();
    }
  },
);

mutationTest(
  'WWW-Authenticate headers',
  (random) => mutatedText([CHALLENGE, 'Basic realm="x y\\"z"', 'Negotiate'], random),
  (text) => {
    const challenge = parseChallenge(text);
    if (challenge === undefined) return 'unknown';
    assert.match(challenge.scheme, /^[\w-]+$/);
    return challenge.parameters.size > 0 ? 'read' : 'bare';
  },
  ['read', 'bare', 'unknown'],
);

const FOLDER = mkdtempSync(join(tmpdir(), 'drydock-credentials-'));
after(() => rmSync(FOLDER, { recursive: true }));
const DOCKER_CONFIG = JSON.stringify({
  auths: {
    'registry.example': { auth: Buffer.from('me:secret').toString('base64'), email: 'x' },
    'https://other.example/v1/': { username: 'me', password: 'x', identitytoken: 'y' },
  },
  credHelpers: { 'third.example': 'x' },
  HttpHeaders: { a: 'b' },
});

mutationTest(
  "Docker's config.json",
  (random) => mutatedDocument([DOCKER_CONFIG], random),
  async (bytes) => {
    writeFileSync(join(FOLDER, 'config.json'), bytes);
    const options = { dockerConfig: FOLDER, environment: { PATH: FOLDER } };
    const { kind } = await credentialsFor('registry.example', options);
    await credentialsFor('other.example', options);
    return kind;
  },
  ['password', 'anonymous', 'refused'],
);

mutationTest(
  'addresses and exceptions of proxies',
  (random) => ({
    url: pick(['https://a.example', 'http://10.1.2.3:8', 'http://[fd00::1]'], random),
    HTTP_PROXY: mutatedText(['http://me:pw@p:1', 'p:1'], random),
    NO_PROXY: mutatedText(['a.example:443,.b,10.0.0.0/8,[fd00::1]:8,fd00::/8,*.c'], random),
  }),
  ({ url, HTTP_PROXY, NO_PROXY }) => {
    const environment = { HTTP_PROXY, HTTPS_PROXY: HTTP_PROXY, NO_PROXY };
    return proxyFor(new URL(url), environment) === undefined ? 'direct' : 'read';
  },
  ['read', 'direct', 'refused'],
);

function answerOf(status: string, headers: Readonly<Record<string, string>>, body: string): string {
  const all = { ...headers, 'content-length': String(body.length), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`;
}

/** Of its headers, its body with a length that fits, or anything. */
function mutatedAnswer(answer: string, random: () => number): string {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const kind = random() % 3;
  if (kind === 0) return mutatedText([answer], random);
  if (kind === 1 || body === '') return `${mutatedText([head], random)}\r\n\r\n${body}`;
  const changed = Buffer.from(mutatedDocument([body], random)).toString('latin1');
  return `${head.replace(/content-length: \d+/, `content-length: ${changed.length}`)}\r\n\r\n${changed}`;
}
