import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isRecord } from '../base/index.ts';
import { PASSWORD, setUp } from '../store/accounts-world.contract.ts';
import { ROUTES } from './contract/areas.ts';
import { PREFIX } from './contract/route.ts';
import type { Called, SmallServer } from './small-server.contract.ts';
import { DIGEST, digestOf, withServer } from './small-server.contract.ts';
import { codeOf, withThree } from './three-people.contract.ts';

describe('what others have', () => {
  test('ids of another organization are not there, to read or to write (C2)', async (t) => {
    const server = await withThree(t);
    const { bob, carol } = server;
    const make = async (path: string, body: unknown, token: string): Promise<string> => {
      const { body: made } = await server.call('POST', path, { token, body });
      const inner = made['token'];
      const id = made['id'] ?? (typeof inner === 'object' && inner && Reflect.get(inner, 'id'));
      assert.ok(typeof id === 'string', path);
      return id;
    };
    const scopes = { name: 'theirs', scopes: ['pull'] };
    const robot = await make('/api/v1/namespaces/secret-corp/tokens', scopes, carol);
    const personal = await make('/api/v1/account/tokens', scopes, carol);
    const invitation = await make(
      '/api/v1/namespaces/secret-corp/invitations',
      { role: 'member' },
      carol,
    );
    await server.call('POST', '/api/v1/namespaces/secret-corp/teams', {
      token: carol,
      body: { name: 'theirs' },
    });
    const tries: readonly (readonly [string, string, unknown?])[] = [
      ['DELETE', `/api/v1/namespaces/acme/tokens/${robot}`],
      ['DELETE', `/api/v1/account/tokens/${personal}`],
      ['DELETE', `/api/v1/account/tokens/${robot}`],
      ['DELETE', `/api/v1/namespaces/acme/invitations/${invitation}`],
      ['PATCH', '/api/v1/namespaces/acme/teams/theirs', { description: 'x' }],
      ['DELETE', '/api/v1/namespaces/acme/teams/theirs'],
      ['GET', '/api/v1/namespaces/acme/teams/theirs/members'],
      ['PUT', '/api/v1/namespaces/acme/teams/core/members/carol'],
      ['PUT', '/api/v1/namespaces/acme/members/carol', { role: 'owner' }],
      ['DELETE', '/api/v1/namespaces/acme/members/carol'],
      ['PUT', '/api/v1/repositories/acme/shop/grants/team/theirs', { permission: 'read' }],
      ['DELETE', '/api/v1/repositories/acme/shop/grants/team/theirs'],
      ['GET', `/api/v1/repositories/acme/shop/manifests/${digestOf('f')}`],
      ['DELETE', `/api/v1/repositories/acme/shop/manifests/${digestOf('f')}`],
      ['GET', '/api/v1/repositories/acme/shop/tags/unknown'],
      ['GET', '/api/v1/repositories/acme/shop/images/unknown/analysis'],
    ];
    for (const [method, path, body] of tries) {
      const called = await server.call(method, path, { token: bob, body });
      assert.deepEqual(
        [called.status, codeOf(called)],
        [404, 'resource.missing'],
        `${method} ${path}`,
      );
    }
    const theirs = await server.call('GET', '/api/v1/account/tokens', { token: carol });
    assert.ok(theirs.text.includes(personal));
  });

  test('missing and forbidden are the same in words, headers and queries (C12)', async (t) => {
    const server = await withThree(t);
    const statements = statementsOf(server);
    // That a token was used is noted once.
    await server.call('GET', '/api/v1/account', { token: server.bob });
    for (const { id, method, path, access, answer } of ROUTES) {
      if (access.kind !== 'namespace' && access.kind !== 'repository') continue;
      const fill = (namespace: string): string =>
        (PREFIX + path)
          .replace('{namespace}', namespace)
          .replace('{repository}', 'shop')
          .replace(/\{(?:digest)\}/, DIGEST)
          .replace('{id}', '01234567-89ab-4cde-8f01-23456789abcd')
          .replace('{kind}', 'team')
          .replaceAll(/\{\w+\}/g, 'v1') +
        (answer.kind === 'file' ? '?format=csv' : id === 'compareImages' ? '?before=v1' : '');
      for (const token of [undefined, server.bob]) {
        const ask = async (namespace: string): Promise<readonly [unknown, readonly string[]]> => {
          statements.length = 0;
          const called = await server.call(method, fill(namespace), { token });
          assert.ok([401, 404].includes(called.status), `${id} ${called.status}`);
          return [traits(called), [...statements]];
        };
        const forbidden = await ask('secret-corp');
        const label = `${id} ${token === undefined ? 'anonymous' : 'bob'} ${answer.kind}`;
        assert.deepEqual(forbidden, await ask('secret-void'), label);
        assert.ok(forbidden[1].length > 0, label);
      }
    }
  });

  test('lists and counts hold what one may see, and nothing else (C13)', async (t) => {
    const server = await withThree(t);
    for (const path of [
      '/api/v1/repositories',
      '/api/v1/repositories?search=shop',
      '/api/v1/namespaces',
    ]) {
      const mine = await server.call('GET', path, { token: server.bob });
      assert.ok(mine.text.includes('acme') && !mine.text.includes('secret-corp'), path);
    }
    const { text } = await server.call('GET', '/api/v1/repositories');
    assert.equal(text, '{"items":[]}');
    const administrator = await server.call('GET', '/api/v1/repositories', { token: server.alice });
    assert.ok(!administrator.text.includes('shop'));
  });
});

/** Everything of an answer but what is new with each. */
function traits({ status, headers, body }: Called): unknown {
  const names = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return [status, names, { ...body, requestId: '' }];
}

/** What the database is asked from now on, without the values. */
function statementsOf({ database }: SmallServer): string[] {
  const statements: string[] = [];
  const seen = new WeakSet();
  database.pool.on('acquire', (client) => {
    if (seen.has(client)) return;
    seen.add(client);
    const query = client.query.bind(client);
    const noting = (...asked: unknown[]): unknown => {
      const [first] = asked;
      statements.push(String(isRecord(first) ? first['text'] : first));
      return Reflect.apply(query, client, asked);
    };
    Object.assign(client, { query: noting });
  });
  return statements;
}

async function signIn(
  server: SmallServer,
  name = 'alice',
): Promise<{ cookie: string; csrf: string }> {
  const called = await server.call('POST', '/api/v1/session', {
    body: { name, password: PASSWORD },
  });
  assert.equal(called.status, 201);
  const [cookie = ''] = called.headers.getSetCookie();
  assert.match(cookie, /^drydock_session=\S+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
  return { cookie: cookie.split(';', 1)[0] ?? '', csrf: String(called.body['csrfToken']) };
}

describe('sessions', () => {
  test('a write needs the session’s own token, and must come from here (H5)', async (t) => {
    const server = await withServer(t);
    await setUp(server);
    const { cookie, csrf } = await signIn(server);
    const write = (headers: Record<string, string>): Promise<Called> =>
      server.call('PATCH', '/api/v1/account', {
        body: { displayName: 'x' },
        headers: { cookie, ...headers },
      });
    const refused: readonly Record<string, string>[] = [
      {},
      { 'x-drydock-csrf': 'x' },
      { 'x-drydock-csrf': csrf, origin: 'https://evil.example.com' },
      { 'x-drydock-csrf': csrf, 'sec-fetch-site': 'cross-site' },
      { 'x-drydock-csrf': csrf, 'sec-fetch-site': 'same-site' },
      { 'x-drydock-csrf': (await signIn(server)).csrf },
    ];
    for (const headers of refused) {
      const called = await write(headers);
      assert.deepEqual(
        [called.status, codeOf(called)],
        [403, 'csrf.refused'],
        JSON.stringify(headers),
      );
    }
    assert.equal((await write({ 'x-drydock-csrf': csrf })).status, 200);
    const crossSite = await server.call('POST', '/api/v1/session', {
      body: { name: 'alice', password: PASSWORD },
      headers: { origin: 'https://evil.example.com' },
    });
    assert.equal(codeOf(crossSite), 'csrf.refused');
    const preflight = await server.call('OPTIONS', '/api/v1/account', {
      headers: { origin: 'https://evil.example.com', 'access-control-request-method': 'PATCH' },
    });
    assert.equal(preflight.headers.get('access-control-allow-origin'), null);
  });

  test('signing out ends the session, and a token that is none is told so', async (t) => {
    const server = await withServer(t);
    await setUp(server);
    const { cookie, csrf } = await signIn(server);
    const headers = { cookie, 'x-drydock-csrf': csrf };
    assert.equal((await server.call('GET', '/api/v1/account', { headers })).status, 200);
    assert.equal((await server.call('DELETE', '/api/v1/session', { headers })).status, 204);
    assert.equal((await server.call('GET', '/api/v1/account', { headers })).status, 401);
    for (const token of ['ddp_x', 'x'.repeat(5_000), 'dds_0']) {
      assert.equal((await server.call('GET', '/api/v1/instance', { token })).status, 401);
    }
  });

  test('a return to anywhere but a path of ours leads home', async () => {
    const { localPath } = await import('./routes/instance.ts');
    const cases: readonly (readonly [string | undefined, string])[] = [
      ['/r/acme/shop?tab=tags', '/r/acme/shop?tab=tags'],
      [undefined, '/'],
      ['//evil.example.com', '/'],
      ['/\\evil.example.com', '/'],
      ['https://evil.example.com', '/'],
      ['/a\r\nset-cookie: x', '/'],
      ['/a\\b', '/'],
    ];
    for (const [path, expected] of cases) assert.equal(localPath(path), expected, String(path));
  });
});

describe('deleting', () => {
  test('a tag goes alone, and what does not move is not deleted either (C14, E20)', async (t) => {
    const server = await withThree(t);
    const tag = '/api/v1/repositories/acme/shop/tags';
    const gone = await server.call('DELETE', `${tag}/latest`, { token: server.bob });
    assert.equal(gone.status, 200);
    assert.ok(gone.text.includes('otherTags'));
    const kept = await server.call('DELETE', `${tag}/v1`, { token: server.bob });
    assert.deepEqual([kept.status, codeOf(kept)], [409, 'resource.conflict']);
    const audit = await server.call('GET', '/api/v1/namespaces/acme/audit', { token: server.bob });
    assert.match(
      audit.text,
      /"deed":"tag.delete","object":"acme\/shop:v1","result":"resource.conflict"/,
    );
    assert.match(audit.text, /"deed":"tag.delete","object":"acme\/shop:latest","result":"done"/);
  });
});

test('where deletion is switched off it is off for tags, images and repositories (C14)', async (t) => {
  const server = await withThree(t);
  Object.assign(server.options, { allowsDeletion: false });
  const repository = '/api/v1/repositories/acme/shop';
  for (const path of ['', '/tags/latest', `/manifests/${DIGEST}`]) {
    const called = await server.call('DELETE', repository + path, { token: server.bob });
    assert.deepEqual([called.status, codeOf(called)], [403, 'deletion.disabled'], path);
  }
});

describe('events', () => {
  test('a listener hears what happens, and one that comes back is told to read again', async (t) => {
    const server = await withThree(t);
    const leave = new AbortController();
    const response = await fetch(`${server.url}/api/v1/repositories/acme/shop/events`, {
      headers: { authorization: `Bearer ${server.bob}`, 'last-event-id': '7' },
      signal: leave.signal,
    });
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    const reader = response.body?.getReader();
    let text = '';
    while (!text.includes('event: state')) {
      text += new TextDecoder().decode((await reader?.read())?.value);
    }
    leave.abort();
    assert.match(text, /id: 7\nevent: resync\n/);
    assert.match(text, /id: 8\nevent: state\ndata: \{"kind":"state","digest":"sha256:a/);
  });
});
