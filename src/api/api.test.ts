import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { as, done, setUp } from '../store/accounts-world.contract.ts';
import { createIdempotencyRecords } from '../store/index.ts';
import { withDatabase } from '../store/test-database.contract.ts';
import { ROUTES } from './contract/areas.ts';
import { createClient } from './contract/index.ts';
import { PREFIX } from './contract/route.ts';
import { createApi } from './create-api.ts';
import { DIGEST, digestOf, withServer } from './small-server.contract.ts';
import { codeOf, tokenFor, withThree } from './three-people.contract.ts';

describe('answers', () => {
  test('everything has the headers of safety, a request id, and no address of another site (H6)', async (t) => {
    const server = await withThree(t);
    const paths = [
      '/',
      '/docs/errors',
      '/setup?token=x',
      '/livez',
      '/readyz',
      '/metrics',
      '/nothing',
    ];
    const bad = ['/%ff', '/api/v1/repositories/acme/%zz', `/api/v1/${'x'.repeat(5_000)}`];
    const routes = ROUTES.filter(({ method }) => method === 'GET').map(({ path }) =>
      (PREFIX + path).replaceAll(/\{\w+\}/g, 'x'),
    );
    for (const path of [...paths, ...bad, ...routes, '/api/v1/openapi.json']) {
      if (path.endsWith('/events')) continue;
      const { headers, status } = await server.call('GET', path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path);
      assert.equal(headers.get('x-frame-options'), 'DENY', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.ok(headers.get('x-request-id'), path);
      assert.equal(headers.get('access-control-allow-origin'), null, path);
      assert.ok(status < 500, `${path}: ${status}`);
    }
  });

  test('a text that no database keeps is refused wherever it stands', async (t) => {
    const server = await withThree(t);
    const token = server.bob;
    const path = '/api/v1/namespaces/acme/deactivations';
    for (const pattern of ['a\\ud800', 'a\\u0000']) {
      const answer = await server.call('POST', path, { token, body: `{"pattern":"${pattern}"}` });
      assert.equal(codeOf(answer), 'request.invalid', pattern);
    }
    const key = await server.call('POST', path, { token, body: '{"pattern":"*","\\udc00":1}' });
    assert.equal(codeOf(key), 'request.invalid');
  });

  test('errors are problem details whose type leads to their explanation', async (t) => {
    const server = await withServer(t);
    const { status, headers, body } = await server.call('GET', '/api/v1/account');
    assert.equal(status, 401);
    assert.equal(headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.equal(headers.get('www-authenticate'), 'Bearer realm="drydock"');
    assert.deepEqual(
      { ...body, requestId: '' },
      {
        type: '/docs/errors#sign-in.required',
        title: 'Sign-in is needed',
        status: 401,
        code: 'sign-in.required',
        detail: 'Sign-in is needed',
        requestId: '',
      },
    );
    assert.equal(body['requestId'], headers.get('x-request-id'));
    const { text } = await server.call('GET', '/docs/errors');
    assert.ok(text.includes('id="sign-in.required"'));
  });

  test('another method, another path, another media type and odd bodies are told apart', async (t) => {
    const server = await withThree(t);
    const json = { 'content-type': 'application/json' };
    const cases: readonly (readonly [
      string,
      string,
      unknown,
      Record<string, string>,
      number,
      string,
    ])[] = [
      ['PUT', '/api/v1/session', undefined, {}, 405, 'request.method-not-allowed'],
      ['GET', '/api/v1/nothing', undefined, {}, 404, 'request.route-unknown'],
      [
        'POST',
        '/api/v1/session',
        'a=b',
        { 'content-type': 'text/plain' },
        415,
        'request.media-type-unsupported',
      ],
      ['POST', '/api/v1/session', '{"name":', json, 400, 'request.malformed'],
      ['POST', '/api/v1/session', '['.repeat(100_000), json, 400, 'request.malformed'],
      ['POST', '/api/v1/session', `"${'x'.repeat(300_000)}"`, json, 413, 'request.too-large'],
      ['POST', '/api/v1/session', '[]', json, 400, 'request.invalid'],
      ['POST', '/api/v1/session', '', json, 400, 'request.invalid'],
      ['GET', '/api/v1/repositories?sort=password', undefined, {}, 400, 'request.invalid'],
      ['GET', '/api/v1/repositories?limit=1e9', undefined, {}, 400, 'request.invalid'],
      ['GET', '/api/v1/repositories?limit=1&limit=2', undefined, {}, 400, 'request.invalid'],
      ['GET', '/api/v1/repositories?after=xx', undefined, {}, 400, 'request.cursor-invalid'],
      ['DELETE', '/api/v1/repositories/acme/shop', '{"a":1}', json, 400, 'request.invalid'],
    ];
    for (const [method, path, body, headers, status, code] of cases) {
      const called = await server.call(method, path, { body, headers, token: server.bob });
      assert.deepEqual([called.status, codeOf(called)], [status, code], `${method} ${path}`);
    }
    const { headers } = await server.call('PUT', '/api/v1/session');
    assert.equal(headers.get('allow'), 'POST, GET, DELETE');
  });

  test('a bug is told without its words, which are in the log once with the request’s id', async (t) => {
    const server = await withServer(t);
    const broken = { ...server.options.images, tagsOf: () => Promise.reject(new Error('s3cret')) };
    Object.assign(server.options.images, broken);
    const alice = (await setUp(server)).actor;
    done(await server.accounts.repositories.create(as(alice), { name: 'alice/app' }));
    const token = await tokenFor(server, alice);
    const called = await server.call('GET', '/api/v1/repositories/alice/app/tags', { token });
    assert.equal(called.status, 500);
    assert.ok(!called.text.includes('s3cret'));
    assert.equal(server.logged.length, 1);
    assert.ok(server.logged[0]?.includes(String(called.body['requestId'])));
  });

  test('a connection that broke behind the server is not the request’s fault', async (t) => {
    const server = await withServer(t);
    const broken = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    Object.assign(server.options.images, { tagsOf: () => Promise.reject(broken) });
    const alice = (await setUp(server)).actor;
    done(await server.accounts.repositories.create(as(alice), { name: 'alice/app' }));
    const token = await tokenFor(server, alice);
    const called = await server.call('GET', '/api/v1/repositories/alice/app/tags', { token });
    assert.deepEqual([called.status, codeOf(called)], [503, 'server.unavailable']);
    assert.equal(server.logged.length, 1);
  });

  test('who leaves in the middle of a body is not an error of the server', async (t) => {
    const server = await withServer(t);
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n');
    socket.write('content-length: 100\r\n\r\n{"name":');
    await setTimeout(100);
    socket.resetAndDestroy();
    await setTimeout(100);
    assert.equal((await server.call('GET', '/livez')).status, 200);
    assert.deepEqual(server.logged, []);
  });
});

test('the process lives without its database, is ready with it only, and measures for administrators (F14)', async (t) => {
  const server = await withThree(t);
  const statuses = async (): Promise<readonly number[]> => [
    (await server.call('GET', '/livez')).status,
    (await server.call('GET', '/readyz')).status,
  ];
  assert.deepEqual(await statuses(), [200, 200]);
  const { health } = server.options;
  const failing = [{ name: 'database', isFine: false, detail: 'password=s3cret refused' }];
  Object.assign(health, { checks: () => Promise.resolve(failing) });
  assert.deepEqual(await statuses(), [200, 503]);
  assert.equal((await server.call('GET', '/readyz')).text, 'database failing\n');
  Object.assign(health, { checks: () => Promise.resolve([]), isAccepting: () => false });
  assert.deepEqual(await statuses(), [200, 503]);
  const asked = [undefined, server.bob, server.alice].map((token) =>
    server.call('GET', '/metrics', { token }),
  );
  assert.deepEqual(
    (await Promise.all(asked)).map(({ status }) => status),
    [401, 403, 200],
  );
});

describe('reading and writing', () => {
  test('an unchanged answer is 304, and a write over a change is refused', async (t) => {
    const server = await withThree(t);
    const path = '/api/v1/repositories/acme/shop/settings';
    const token = server.bob;
    const first = await server.call('GET', path, { token });
    const etag = first.headers.get('etag') ?? '';
    const same = await server.call('GET', path, { token, headers: { 'if-none-match': etag } });
    assert.deepEqual([same.status, same.text], [304, '']);
    const body = { description: 'a shop' };
    const write = { token, body, headers: { 'if-match': etag } };
    assert.equal((await server.call('PATCH', path, write)).status, 200);
    const late = await server.call('PATCH', path, write);
    assert.deepEqual([late.status, codeOf(late)], [412, 'resource.changed']);
  });

  test('of writers at once who have read the same, one succeeds, wherever If-Match is taken', async (t) => {
    const server = await withThree(t);
    const routes = [
      [
        server.bob,
        'PATCH',
        '/repositories/acme/shop/settings',
        (at: number) => ({ description: `${at}` }),
      ],
      [
        server.bob,
        'PATCH',
        '/namespaces/acme/settings',
        (at: number) => ({ displayName: `Acme ${at}` }),
      ],
      [server.bob, 'PATCH', '/account', (at: number) => ({ displayName: `Bob ${at}` })],
      [server.bob, 'PUT', '/repositories/acme/shop/activation', () => ({})],
      [server.bob, 'DELETE', '/repositories/acme/shop', () => undefined],
    ] as const;
    for (const [token, method, path, bodyAt] of routes) {
      const read = await server.call('GET', `/api/v1${path}`, { token });
      const headers = { 'if-match': read.headers.get('etag') ?? '' };
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, at) => {
          const body = bodyAt(at);
          return server.call(method, `/api/v1${path}`, { token, headers, ...(body && { body }) });
        }),
      );
      const done = answers.filter(({ status }) => status < 300);
      const others = answers.filter(({ status }) => status >= 300).map(codeOf);
      const refused = method === 'DELETE' ? 'resource.missing' : 'resource.changed';
      assert.deepEqual(
        [done.length, new Set(others)],
        [1, new Set([refused])],
        `${method} ${path}`,
      );
    }
  });

  test('no write comes between what If-Match is compared with and what is written, at any server', async (t) => {
    const claims = (await withDatabase(t)).kysely;
    const server = await withThree(t, (options) =>
      createApi({ ...options, idempotency: createIdempotencyRecords(claims) }),
    );
    const path = '/api/v1/repositories/acme/shop/settings';
    const token = server.bob;
    for (let round = 0; round < 20; round += 1) {
      const read = await server.call('GET', path, { token });
      const conditional = { 'if-match': read.headers.get('etag') ?? '' };
      const [, ...plain] = await Promise.all([
        server.call('PATCH', path, {
          token,
          headers: conditional,
          body: { description: `conditional ${round}` },
        }),
        ...Array.from({ length: 3 }, () =>
          server.call('PATCH', path, { token, body: { description: `plain ${round}` } }),
        ),
      ]);
      assert.deepEqual(
        plain.map(({ status }) => status),
        [200, 200, 200],
      );
      // First, or refused: after one that it was not compared with it never comes.
      const { body } = await server.call('GET', path, { token });
      assert.equal(body['description'], `plain ${round}`);
    }
  });

  test('parts of the advisories come byte for byte, may be kept, and are there by digest only', async (t) => {
    const server = await withServer(t);
    const path = `/api/v1/advisories/parts/${DIGEST}`;
    const client = createClient({ baseUrl: server.url, fetch });
    assert.deepEqual([...(await client.getAdvisoryPart({ digest: DIGEST }))], [0, 159, 255]);
    const { headers } = await server.call('GET', path);
    assert.match(headers.get('cache-control') ?? '', /immutable/);
    const etag = headers.get('etag') ?? '';
    assert.equal(
      (await server.call('GET', path, { headers: { 'if-none-match': etag } })).status,
      304,
    );
    const others = [digestOf('b'), 'latest', '..%2F..%2Factive'];
    const statuses = others.map(
      async (one) => (await server.call('GET', path.replace(DIGEST, one))).status,
    );
    assert.deepEqual(await Promise.all(statuses), [404, 400, 400]);
  });

  test('a write with an Idempotency-Key is done once', async (t) => {
    const server = await withThree(t);
    const headers = { 'idempotency-key': 'make-it-once' };
    const write = { token: server.bob, body: { name: 'once' }, headers };
    const path = '/api/v1/namespaces/acme/repositories';
    const first = await server.call('POST', path, write);
    const second = await server.call('POST', path, write);
    assert.deepEqual([first.status, second.status, second.text], [201, 201, first.text]);
    const other = await server.call('POST', path, { ...write, body: { name: 'other' } });
    assert.equal(codeOf(other), 'idempotency.reused');
    const tokenWrite = { token: server.bob, body: { name: 'x', scopes: ['pull'] }, headers };
    await server.call('POST', '/api/v1/account/tokens', {
      ...tokenWrite,
      headers: { 'idempotency-key': 'a-token-once' },
    });
    const again = await server.call('POST', '/api/v1/account/tokens', {
      ...tokenWrite,
      headers: { 'idempotency-key': 'a-token-once' },
    });
    assert.equal(codeOf(again), 'idempotency.secret-not-kept');
  });

  test('lists come in pages, each item once', async (t) => {
    const server = await withThree(t);
    for (const name of ['a', 'b', 'c', 'd']) {
      await server.call('POST', '/api/v1/namespaces/acme/repositories', {
        token: server.bob,
        body: { name },
      });
    }
    const names: unknown[] = [];
    let next: unknown = '';
    while (typeof next === 'string') {
      const after = next === '' ? '' : `&after=${next}`;
      const path = `/api/v1/repositories?namespace=acme&limit=2${after}`;
      const { body } = await server.call('GET', path, { token: server.bob });
      assert.ok(Array.isArray(body['items']));
      names.push(...body['items'].map((item: { name: string }) => item.name));
      next = body['next'];
    }
    assert.deepEqual(names, ['acme/a', 'acme/b', 'acme/c', 'acme/d', 'acme/shop']);
  });

  test('no field that is not described raises anybody, or is silently dropped (C3)', async (t) => {
    const server = await withThree(t);
    const extras = {
      isAdministrator: true,
      role: 'owner',
      plan: 'business',
      ownerId: 1,
      id: 1,
      isBlocked: false,
      namespaceId: 2,
      userId: 1,
      __proto__x: {},
    };
    const bodies: readonly (readonly [string, string, Record<string, unknown>])[] = [
      ['PATCH', '/api/v1/account', { displayName: 'x' }],
      ['POST', '/api/v1/organizations', { name: 'mine' }],
      ['POST', '/api/v1/namespaces/acme/repositories', { name: 'mine' }],
      ['PATCH', '/api/v1/repositories/acme/shop/settings', { description: 'x' }],
      ['PATCH', '/api/v1/namespaces/acme/settings', { displayName: 'x' }],
      ['POST', '/api/v1/account/tokens', { name: 'x', scopes: ['pull'] }],
      ['POST', '/api/v1/namespaces/acme/teams', { name: 'x' }],
    ];
    for (const [method, path, body] of bodies) {
      for (const [name, value] of Object.entries(extras)) {
        const called = await server.call(method, path, {
          token: server.bob,
          body: { ...body, [name]: value },
        });
        assert.deepEqual(
          [called.status, codeOf(called)],
          [400, 'request.invalid'],
          `${path} ${name}`,
        );
      }
      const polluting = `{"__proto__":{"isAdministrator":true},${JSON.stringify(body).slice(1)}`;
      const called = await server.call(method, path, { token: server.bob, body: polluting });
      assert.equal(called.status, 400, path);
    }
    assert.equal(Reflect.get({}, 'isAdministrator'), undefined);
    const { body } = await server.call('GET', '/api/v1/session', { token: server.bob });
    assert.deepEqual([body['name'], body['isAdministrator']], ['bob', false]);
  });
});
