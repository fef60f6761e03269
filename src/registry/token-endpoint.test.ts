import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { err } from '../base/index.ts';
import type { TokenRequest } from './access.ts';
import type { Answer } from './registry-under-test.contract.ts';
import { registryWorld, sharedRegistry } from './registry-under-test.contract.ts';

const BASIC = `Basic ${Buffer.from('alice:se:cret').toString('base64')}`;
const ALICE = { kind: 'basic', name: 'alice', secret: 'se:cret' };
const scope = (name: string, ...actions: string[]): object => ({
  type: 'repository',
  name,
  actions,
});

/** Requests as the clients were seen to send them, and what each means. */
const SHAPES: readonly {
  readonly client: string;
  readonly path?: string;
  readonly basic?: true;
  readonly form?: string;
  readonly means: Partial<Record<keyof TokenRequest, unknown>>;
}[] = [
  {
    client: 'docker login',
    path: '/token?account=alice&client_id=docker&offline_token=true&service=registry.test',
    basic: true,
    means: {
      credentials: ALICE,
      scopes: [],
      offline: true,
      clientId: 'docker',
      service: 'registry.test',
    },
  },
  {
    client: 'docker push',
    form: 'client_id=docker&grant_type=refresh_token&refresh_token=refresh-me&scope=repository%3Aacme%2Fapp%3Apush%2Cpull&service=registry.test',
    means: {
      credentials: { kind: 'refresh', token: 'refresh-me' },
      scopes: [scope('acme/app', 'push', 'pull')],
      offline: false,
    },
  },
  {
    client: 'docker push with a mount',
    form: 'grant_type=refresh_token&refresh_token=r&service=s&scope=repository%3Aacme%2Fapp%3Apull%2Cpush+repository%3Aacme%2Fbase%3Apull',
    means: { scopes: [scope('acme/app', 'pull', 'push'), scope('acme/base', 'pull')] },
  },
  {
    client: 'skopeo, with a mount',
    path: '/token?account=alice&scope=repository%3Aa%2Fb%3Apull%2Cpush&scope=repository%3Ac%2Fd%3Apull&service=registry.test',
    basic: true,
    means: { credentials: ALICE, scopes: [scope('a/b', 'pull', 'push'), scope('c/d', 'pull')] },
  },
  {
    client: 'skopeo delete',
    path: '/token?scope=repository%3Aa%2Fb%3A%2A&service=registry.test',
    basic: true,
    means: { scopes: [scope('a/b', '*')] },
  },
  {
    client: 'containerd',
    form: 'client_id=containerd-client&grant_type=password&password=se%3Acret&scope=repository%3Aa%2Fb%3Apull&scope=repository%3Aa%2Fb%3Apull%2Cpush&service=s&username=alice',
    means: {
      credentials: ALICE,
      clientId: 'containerd-client',
      scopes: [scope('a/b', 'pull'), scope('a/b', 'pull', 'push')],
    },
  },
  {
    client: 'crane, with access_type',
    form: 'grant_type=password&username=alice&password=se%3Acret&access_type=offline&service=s',
    means: { credentials: ALICE, offline: true },
  },
  {
    client: 'nobody',
    path: '/token?service=registry.test&scope=repository%3Aa%2Fb%3Apull',
    means: { credentials: undefined, scopes: [scope('a/b', 'pull')] },
  },
  {
    client: 'a name with a port, and a scope that is none',
    path: '/token?scope=repository%3Ahost%3A5000%2Fapp%3Apull&scope=nonsense&scope=registry:catalog:*',
    basic: true,
    means: {
      scopes: [
        scope('host:5000/app', 'pull'),
        { type: 'registry', name: 'catalog', actions: ['*'] },
      ],
    },
  },
];

describe('tokens', () => {
  const shared = sharedRegistry();

  for (const { client, path, basic, form, means } of SHAPES) {
    test(`the request of ${client} is understood`, async () => {
      const { ask, access } = await shared();
      const headers = {
        ...(basic && { authorization: BASIC }),
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      };
      const answer =
        form === undefined
          ? await ask('GET', path ?? '', { token: '', headers })
          : await ask('POST', '/token', { token: '', headers, body: form });
      assert.equal(answer.status, 200, answer.body.toString());
      const asked = access.asked.at(-1);
      for (const [key, value] of Object.entries(means)) {
        assert.deepEqual(Reflect.get(asked ?? {}, key), value, key);
      }
      const body = answer.json();
      assert.equal(body['token'], body['access_token']);
      assert.ok(Number(body['expires_in']) >= 60);
      assert.equal(body['issued_at'], '1970-01-01T00:00:00.000Z');
      assert.equal(body['refresh_token'], asked?.offline === true ? 'refresh-me' : undefined);
      assert.equal('scope' in body, form !== undefined);
      assert.equal(answer.headers['cache-control'], 'no-store');
    });
  }

  test('an empty name with an empty password is nobody', async () => {
    const { ask, access } = await shared();
    const authorization = `Basic ${Buffer.from(':').toString('base64')}`;
    await ask('GET', '/token?service=s', { token: '', headers: { authorization } });
    assert.equal(access.asked.at(-1)?.credentials, undefined);
  });

  test('what is no request for a token is refused', async () => {
    const { ask } = await shared();
    const post = (body: string): Promise<Answer> => ask('POST', '/token', { token: '', body });
    assert.equal((await post('grant_type=magic')).status, 400);
    assert.equal((await post('')).status, 400);
    assert.equal((await post('x'.repeat(100_000))).status, 413);
    assert.equal((await ask('PUT', '/token', { token: '' })).status, 405);
    const authorization = `Basic ${Buffer.from('nocolon').toString('base64')}`;
    assert.equal(
      (await ask('GET', '/token', { token: '', headers: { authorization } })).status,
      400,
    );
  });

  test('refusals keep their kind', async (context) => {
    const { start, access } = await registryWorld(context);
    const { ask } = await start({
      ports: {
        access: {
          ...access,
          token: async ({ credentials }) =>
            err(
              credentials
                ? { kind: 'bad-credentials', message: 'wrong name or password' }
                : { kind: 'too-many-tries', message: 'too many tries', retryAfterSeconds: 7 },
            ),
        },
      },
    });
    const bad = await ask('GET', '/token', { token: '', headers: { authorization: BASIC } });
    assert.deepEqual([bad.status, bad.code], [401, 'UNAUTHORIZED']);
    const many = await ask('GET', '/token', { token: '' });
    assert.deepEqual(
      [many.status, many.code, many.headers['retry-after']],
      [429, 'TOOMANYREQUESTS', '7'],
    );
  });
});
