import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrayOf, isRecord, recordOf, stringOf } from '../base/index.ts';
import { setUp } from '../store/accounts-world.contract.ts';
import type { Claims } from '../store/identity-provider.contract.ts';
import { CLIENT, withProvider } from '../store/identity-provider.contract.ts';
import { csrfTokenOf } from './csrf.ts';
import { withLyingProvider } from './lying-provider.contract.ts';
import type { SmallServer } from './small-server.contract.ts';
import { withServer } from './small-server.contract.ts';

const PUBLIC = 'http://drydock.test';
const START = '/api/v1/identity/corp/start?returnTo=/r/acme/app';
const PROVIDERS = '/api/v1/administration/identity-providers';
const REDIRECT = `${PUBLIC}/api/v1/identity/corp/callback`;

/** Keeps cookies by site and follows redirects, as a browser does, to the first page of ours. */
class Browser {
  readonly #server: SmallServer;
  readonly #cookies = new Map<string, Map<string, string>>();

  constructor(server: SmallServer) {
    this.#server = server;
  }

  async visit(path: string): Promise<{ readonly at: string; readonly status: number }> {
    let at = `${PUBLIC}${path}`;
    for (let hops = 0; hops < 15; hops += 1) {
      const { pathname } = new URL(at);
      if (at.startsWith(PUBLIC) && !pathname.startsWith('/api/'))
        return { at: pathname, status: 200 };
      const response = await this.#ask(at, {});
      const location = response.headers.get('location');
      if (location === null) return { at: pathname, status: response.status };
      at = new URL(location, at).href;
    }
    throw new Error('it redirects without end');
  }

  async json(method: string, path: string, body?: unknown): Promise<JsonAnswer> {
    const session = this.#cookies.get(PUBLIC)?.get('drydock_session');
    const response = await this.#ask(`${PUBLIC}${path}`, {
      method,
      headers: {
        ...(session !== undefined && { 'x-drydock-csrf': csrfTokenOf(session) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, text, body: recordOf(parsed) };
  }

  keep(name: string, value: string): void {
    const ours = this.#cookies.get(PUBLIC) ?? new Map<string, string>();
    this.#cookies.set(PUBLIC, ours.set(name, value));
  }

  async #ask(at: string, { headers = {}, ...init }: Asked): Promise<Response> {
    const { origin } = new URL(at);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const address = at.startsWith(PUBLIC) ? this.#server.url + at.slice(PUBLIC.length) : at;
    const sent = { ...headers, ...(cookie !== '' && { cookie }) };
    const response = await fetch(address, { ...init, headers: sent, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, decodeURIComponent(value));
    }
    return response;
  }
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface JsonAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

async function withAdministrator(
  t: Parameters<typeof withServer>[0],
): Promise<{ readonly server: SmallServer; readonly admin: Browser }> {
  const server = await withServer(t);
  const admin = new Browser(server);
  admin.keep('drydock_session', (await setUp(server)).sessionToken);
  return { server, admin };
}

test('people sign in at a provider that an administrator has added, and groups give them teams', async (t) => {
  const { server, admin } = await withAdministrator(t);
  const provider = await withProvider(t, REDIRECT);
  const added = await admin.json('PUT', `${PROVIDERS}/corp`, {
    title: 'Corp',
    issuer: provider.issuer,
    ...CLIENT,
  });
  assert.equal(added.status, 200, added.text);
  assert.equal(added.body['redirectUri'], REDIRECT);
  const listed = await admin.json('GET', PROVIDERS);
  assert.ok(!listed.text.includes(CLIENT.clientSecret) && !added.text.includes('clientSecret'));
  const trial = await admin.json('POST', `${PROVIDERS}/corp/tests`);
  assert.deepEqual(trial.body, { isFine: true, detail: `${provider.issuer} answers` });
  await admin.json('POST', '/api/v1/organizations', { name: 'acme' });
  await admin.json('POST', '/api/v1/namespaces/acme/teams', { name: 'core' });
  const groups = [
    { group: 'dev', organization: 'acme', role: 'member' },
    { group: 'lead', organization: 'acme', role: 'editor', team: 'core' },
  ];
  const mapped = await admin.json('PUT', `${PROVIDERS}/corp/groups`, { groups });
  assert.deepEqual(mapped.body['groups'], groups, mapped.text);
  const twice = await admin.json('PUT', `${PROVIDERS}/corp/groups`, {
    groups: [groups[0], { ...groups[0], role: 'owner' }],
  });
  assert.equal(twice.body['code'], 'request.invalid');

  const signIn = async (claims: Claims): Promise<readonly string[]> => {
    provider.present = 'sub-1';
    provider.people.set('sub-1', { preferred_username: 'bob', name: 'Bob', ...claims });
    const browser = new Browser(server);
    assert.deepEqual(await browser.visit(START), { at: '/r/acme/app', status: 200 });
    const { body } = await browser.json('GET', '/api/v1/session');
    assert.deepEqual([body['name'], body['isAdministrator']], ['bob', false]);
    const mine = await browser.json('GET', '/api/v1/namespaces');
    return arrayOf(mine.body['items'])
      .filter(isRecord)
      .map(({ name, role }) => `${stringOf(name)} ${stringOf(role)}`);
  };
  assert.deepEqual(await signIn({}), ['bob owner'], 'somebody new');
  assert.deepEqual(await signIn({ groups: ['dev'] }), ['acme member', 'bob owner']);
  assert.deepEqual(await signIn({ groups: ['dev', 'lead'] }), ['acme editor', 'bob owner']);
  assert.deepEqual(await signIn({ groups: [] }), ['bob owner'], 'what groups gave they take');
  assert.equal((await admin.json('DELETE', `${PROVIDERS}/corp`)).status, 204);
  assert.equal((await new Browser(server).visit(START)).status, 404);
});

test('a sign-in with another state, nonce, issuer, audience or time is refused, and nobody is in', async (t) => {
  const { server, admin } = await withAdministrator(t);
  const provider = await withLyingProvider(t);
  const { issuer } = provider;
  await admin.json('PUT', `${PROVIDERS}/corp`, { title: 'Corp', issuer, ...CLIENT });
  const attempt = async (): Promise<unknown[]> => {
    const browser = new Browser(server);
    const { status } = await browser.visit(START);
    return [status, (await browser.json('GET', '/api/v1/session')).body['kind']];
  };
  assert.deepEqual(await attempt(), [200, 'user'], 'without a lie');
  const long = Math.floor(Date.now() / 1000) - 3_600;
  for (const lies of [
    { nonce: 'another' },
    { nonce: undefined },
    { iss: 'https://evil.test' },
    { aud: 'another' },
    { exp: long, iat: long - 60 },
    { sub: undefined },
  ]) {
    provider.lies = lies;
    assert.deepEqual(await attempt(), [401, 'anonymous'], JSON.stringify(lies));
  }
  provider.lies = {};
  for (const wayBack of [
    { state: 'another' },
    { iss: 'https://evil.test' },
    { error: 'access_denied' },
  ]) {
    provider.wayBack = wayBack;
    assert.deepEqual(await attempt(), [401, 'anonymous'], JSON.stringify(wayBack));
  }
  provider.wayBack = {};
  const strange = new Browser(server);
  const callback = '/api/v1/identity/corp/callback?code=c&state=s';
  assert.equal((await strange.visit(callback)).status, 401, 'not begun in this browser');
  provider.stop();
  assert.deepEqual(await attempt(), [401, 'anonymous'], 'the provider is down');
  const trial = await admin.json('POST', `${PROVIDERS}/corp/tests`);
  assert.equal(trial.body['isFine'], false);
  const told = await new Browser(server).json('GET', START);
  assert.match(stringOf(told.body['detail']) ?? '', /^the identity provider does not answer: \w+$/);
  assert.doesNotMatch(told.text, /undefined/);
});

test('a secret stays with the issuer it was given for, and only sessions of administrators may', async (t) => {
  const { server, admin } = await withAdministrator(t);
  const wanted = { title: 'Corp', issuer: 'https://idp.example.com', clientId: 'drydock' };
  const put = (body: unknown, name = 'corp') => admin.json('PUT', `${PROVIDERS}/${name}`, body);
  assert.equal((await put(wanted)).body['code'], 'request.invalid', 'a new one needs its secret');
  assert.equal((await put({ ...wanted, clientSecret: 's' })).status, 200);
  assert.equal((await put({ ...wanted, title: 'Other' })).body['title'], 'Other');
  const moved = await put({ ...wanted, issuer: 'https://evil.example.com' });
  assert.equal(moved.body['code'], 'request.invalid');
  for (const bad of [{ issuer: 'file:///x' }, { issuer: 'x' }, { clientId: '' }, { extra: 1 }]) {
    const { body } = await put({ ...wanted, clientSecret: 's', ...bad }, 'next');
    assert.equal(body['code'], 'request.invalid', JSON.stringify(bad));
  }
  const token = stringOf(
    (await admin.json('POST', '/api/v1/account/tokens', { name: 'all', scopes: ['admin'] })).body[
      'secret'
    ],
  );
  const byToken = await server.call('DELETE', `${PROVIDERS}/corp`, { token });
  assert.equal(byToken.status, 403);
  assert.equal((await server.call('GET', PROVIDERS, { token })).status, 200);
});
