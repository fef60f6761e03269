import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { FailureError } from '../../base/index.ts';
import type { LoopbackServer } from '../../base/loopback-server.contract.ts';
import { startLoopbackServer } from '../../base/loopback-server.contract.ts';
import { RegistryClient } from './client.ts';
import { credentialsFor } from './credentials.ts';
import type { RegistryOptions } from './options.ts';

/** A registry that asks for a token, and the server that gives it for an identity token alone. */
let registry: LoopbackServer;
/** On the same machine under another name, which is another host. */
let elsewhere: LoopbackServer;
let folder = '';
/** `server method path: body` of every request for a token. */
let asked: string[] = [];
/** Where the registry sends for a token, and where that server sends on. */
let realm = '';
let onward = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-identity-'));
  registry = await listen('registry');
  elsewhere = await listen('elsewhere');
});

after(async () => {
  for (const server of [registry, elsewhere]) server.stop();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  asked = [];
  onward = '';
  realm = `http://127.0.0.1:${registry.port}/token`;
  await logIn({ auths: { [registry.host]: { identitytoken: 'refresh-me' } } });
});

const FORM =
  'grant_type=refresh_token&service=here&scope=repository%3Aorg%2Fapp%3Apull&client_id=drydock&refresh_token=refresh-me';

test('an identity token is exchanged for an access token, which the registry takes', async () => {
  assert.equal(await manifest(), 'the manifest');
  assert.deepEqual(asked, [`registry POST /token: ${FORM}`]);
});

test('a credential helper gives an identity token under the name <token>', async () => {
  const helper = join(folder, 'docker-credential-ours');
  const answer = JSON.stringify({ Username: '<token>', Secret: 'refresh-me' });
  await writeFile(helper, `#!/bin/sh\nread server\necho '${answer}'\n`);
  await chmod(helper, 0o755);
  await logIn({ credsStore: 'ours' });
  assert.equal(await manifest(), 'the manifest');
  assert.deepEqual(asked, [`registry POST /token: ${FORM}`]);
});

test('an identity token that the server refuses is said to be refused', async () => {
  await logIn({ auths: { [registry.host]: { identitytoken: 'of yesterday' } } });
  await assert.rejects(
    manifest(),
    isFailure(/the credentials of the Docker configuration were refused/),
  );
});

test('a token server of another host gets no identity token, and the reader is told', async () => {
  realm = `http://localhost:${elsewhere.port}/token`;
  await assert.rejects(manifest(), isFailure(/credentials were not sent to localhost:\d+/));
  assert.equal(asked.length, 1);
  assert.match(asked[0] ?? '', /^elsewhere GET \/token\?service=here&scope=[^ ]*: $/);
});

test('a redirect of the login to another origin does not take the identity token along', async () => {
  onward = `http://127.0.0.1:${elsewhere.port}/token`;
  await assert.rejects(
    manifest(),
    isFailure(/redirects the login .* not given the identity token/),
  );
  assert.deepEqual(asked, [`registry POST /token: ${FORM}`]);
  asked = [];
  onward = `http://127.0.0.1:${registry.port}/token/2`;
  assert.equal(await manifest(), 'the manifest');
  assert.deepEqual(
    asked,
    ['/token', '/token/2'].map((path) => `registry POST ${path}: ${FORM}`),
  );
});

async function manifest(): Promise<string> {
  const options: RegistryOptions = {
    dockerConfig: folder,
    environment: { PATH: folder },
    plainHttp: [],
    attempts: 1,
    idleTimeout: 2000,
    sleep: () => Promise.resolve(),
    random: () => 0,
  };
  const reference = { registry: registry.host, repository: 'org/app', tag: '1' };
  const credentials = await credentialsFor(reference.registry, options);
  const client = new RegistryClient(reference, credentials, options);
  try {
    const whole = await client.whole('manifests/1', '*/*', 1000);
    return Buffer.from(whole?.bytes ?? []).toString();
  } finally {
    client.close();
  }
}

function isFailure(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof FailureError && message.test(error.message);
}

function answer(
  name: string,
  { method, url = '', headers }: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  if (url.startsWith('/token')) {
    asked.push(`${name} ${method} ${url}: ${body}`);
    const isKnown = new URLSearchParams(body).get('refresh_token') === 'refresh-me';
    if (url === '/token' && onward !== '') response.writeHead(307, { location: onward }).end();
    else response.writeHead(isKnown ? 200 : 401).end(isKnown ? '{"access_token":"t0ken"}' : '{}');
  } else if (headers.authorization === 'Bearer t0ken') response.end('the manifest');
  else {
    const challenge = `Bearer realm="${realm}",service="here",scope="repository:org/app:pull"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  }
}

function listen(name: string): Promise<LoopbackServer> {
  return startLoopbackServer((request, response) => {
    void Array.fromAsync(request).then((chunks) =>
      answer(name, request, chunks.join(''), response),
    );
  });
}

async function logIn(config: object): Promise<void> {
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
}
