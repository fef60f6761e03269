import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import {
  digestOf,
  IMAGE,
  pushBlob,
  pushImage,
  registryWorld,
  sharedRegistry,
} from './registry-under-test.contract.ts';

describe('authorization', () => {
  const shared = sharedRegistry();

  test('without a token the ping tells where to get one', async () => {
    const { ask, port } = await shared();
    for (const path of ['/v2/', '/v2']) {
      const answer = await ask('GET', path, { token: '' });
      assert.deepEqual([answer.status, answer.code], [401, 'UNAUTHORIZED']);
      assert.equal(
        answer.headers['www-authenticate'],
        `Bearer realm="http://127.0.0.1:${port}/token",service="registry.test"`,
      );
    }
    assert.equal((await ask('GET', '/v2/')).status, 200);
  });

  test('every endpoint wants its own action on its own repository, and says which', async () => {
    const registry = await shared();
    const name = 'closed/app';
    const image = await pushImage(registry, name, 'private', { tag: 'v1' });
    const digest = digestOf('private');
    const started = await registry.ask('POST', `/v2/${name}/blobs/uploads/`);
    const upload = started.headers.location ?? '';
    for (const [method, path, action] of [
      ['GET', `/v2/${name}/manifests/v1`, 'pull'],
      ['HEAD', `/v2/${name}/manifests/${image.digest}`, 'pull'],
      ['GET', `/v2/${name}/blobs/${digest}`, 'pull'],
      ['HEAD', `/v2/${name}/blobs/${digest}`, 'pull'],
      ['GET', `/v2/${name}/tags/list`, 'pull'],
      ['GET', `/v2/${name}/referrers/${digest}`, 'pull'],
      ['PUT', `/v2/${name}/manifests/v1`, 'push'],
      ['POST', `/v2/${name}/blobs/uploads/`, 'push'],
      ['PATCH', upload, 'push'],
      ['PUT', `${upload}?digest=${digest}`, 'push'],
      ['GET', upload, 'push'],
      ['DELETE', upload, 'push'],
      ['DELETE', `/v2/${name}/manifests/v1`, 'delete'],
      ['DELETE', `/v2/${name}/manifests/${image.digest}`, 'delete'],
      ['DELETE', `/v2/${name}/blobs/${digest}`, 'delete'],
    ] as const) {
      const others = ['pull', 'push', 'delete'].filter((other) => other !== action).join(',');
      for (const [token, error] of [
        ['', ''],
        [`eve|${name}:${others}`, ',error="insufficient_scope"'],
        [
          `eve|closed/other:pull,push,delete|closed:pull,push,delete|app:pull`,
          ',error="insufficient_scope"',
        ],
        ['not a token', ',error="invalid_token"'],
      ] as const) {
        const answer = await registry.ask(method, path, { token });
        assert.equal(answer.status, 401, `${method} ${path} with ${token}`);
        const scope = `repository:${name}:${action === 'push' ? 'pull,push' : action}`;
        assert.match(
          answer.headers['www-authenticate'] ?? '',
          new RegExp(`,scope="${scope}"${error}$`),
        );
      }
    }
    assert.equal((await registry.ask('GET', `/v2/${name}/manifests/v1`)).status, 200);
  });

  test('what is forbidden and what is not there get the same answer', async () => {
    const registry = await shared();
    await pushImage(registry, 'closed/secret', 'secret', { tag: 'v1' });
    for (const suffix of ['manifests/v1', 'tags/list', `blobs/${digestOf('secret')}`]) {
      const [forbidden, missing] = await Promise.all(
        ['closed/secret', 'closed/nought'].map((name) =>
          registry.ask('GET', `/v2/${name}/${suffix}`, { token: 'eve|eve/app:pull' }),
        ),
      );
      assert.ok(forbidden && missing);
      const same = (answer: typeof missing, name: string): unknown => [
        answer.status,
        answer.body.toString(),
        answer.headers['www-authenticate']?.replace(name, ''),
      ];
      assert.deepEqual(same(forbidden, 'closed/secret'), same(missing, 'closed/nought'));
    }
  });

  test('a blob of a private repository opens to nobody through another one', async () => {
    const registry = await shared();
    const { ask, access } = registry;
    const blob = await pushBlob(registry, 'closed/source', 'private bytes');
    await access.repository('eve/app');
    const token = 'eve|eve/app:pull,push';
    const read = await ask('GET', `/v2/eve/app/blobs/${blob.digest}`, { token });
    assert.deepEqual([read.status, read.code], [404, 'BLOB_UNKNOWN']);
    for (const from of ['&from=closed/source', '', '&from=eve/app']) {
      const mount = await ask('POST', `/v2/eve/app/blobs/uploads/?mount=${blob.digest}${from}`, {
        token,
      });
      assert.equal(mount.status, 202, from);
    }
    const eve = {
      ask: (method: string, path: string, options = {}) => ask(method, path, { token, ...options }),
    };
    const config = await pushBlob(eve, 'eve/app', '{}');
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config, layers: [blob] });
    const put = await ask('PUT', '/v2/eve/app/manifests/v1', { token, body: manifest });
    assert.deepEqual([put.status, put.code], [400, 'MANIFEST_BLOB_UNKNOWN']);
    assert.equal((await ask('HEAD', `/v2/eve/app/blobs/${blob.digest}`, { token })).status, 404);
  });

  test('who may pull the source, and has a token for the target only, is told which to get', async () => {
    const registry = await shared();
    const { ask, access } = registry;
    const blob = await pushBlob(registry, 'closed/mountable', 'mountable bytes');
    access.readable.add('closed/mountable');
    const path = `/v2/alice/app/blobs/uploads/?mount=${blob.digest}&from=closed/mountable`;
    const narrow = await ask('POST', path, { token: 'alice|alice/app:pull,push' });
    assert.equal(narrow.status, 401);
    const scope = 'repository:alice/app:pull,push repository:closed/mountable:pull';
    assert.match(narrow.headers['www-authenticate'] ?? '', new RegExp(`scope="${scope}"`));
    const token = 'alice|alice/app:pull,push|closed/mountable:pull';
    assert.equal((await ask('POST', path, { token })).status, 201);
    access.readable.delete('closed/mountable');
  });

  test('a name is written in one way only', async () => {
    const registry = await shared();
    await pushImage(registry, 'closed/one', 'one', { tag: 'v1' });
    const token = 'eve|eve/app:pull|eve/closed/one:pull|host:5000/app:pull';
    for (const [name, status] of [
      ['eve/../closed/one', 400],
      ['eve/app/../../closed/one', 400],
      ['eve%2f..%2fclosed%2fone', 400],
      ['closed%2fone', 400],
      ['Closed/One', 400],
      ['closed//one', 400],
      ['/closed/one', 400],
      ['closed/one/', 400],
      ['./closed/one', 400],
      ['closed/one%00', 400],
      ['host:5000/app', 400],
      ['closed/one', 401],
      ['a'.repeat(256), 400],
    ] as const) {
      const answer = await registry.ask('GET', `/v2/${name}/manifests/v1`, { token });
      assert.equal(answer.status, status, name);
    }
    for (const path of [
      '/v2/closed/one/manifests/v1/',
      '/v2/closed/one/manifests',
      '/v2//',
      '/v2/x',
    ]) {
      assert.ok([400, 404].includes((await registry.ask('GET', path, { token })).status), path);
    }
  });

  test('no body, empty, huge or unending, comes before the right to send it', async () => {
    const { port } = await shared();
    for (const request of [
      head('PUT', '/v2/closed/app/manifests/v1', 'Content-Length: 0'),
      head('PUT', '/v2/closed/app/manifests/v1', 'Content-Length: 99999999999'),
      head('PUT', '/v2/closed/app/manifests/v1', 'Transfer-Encoding: chunked'),
      head('POST', '/v2/closed/app/blobs/uploads/', 'Content-Length: 99999999999'),
      head(
        'POST',
        '/v2/closed/app/blobs/uploads/',
        'Transfer-Encoding: chunked\r\nExpect: 100-continue',
      ),
      head(
        'PATCH',
        '/v2/closed/app/blobs/uploads/01234567-0123-0123-0123-0123456789ab',
        'Transfer-Encoding: chunked',
      ),
    ]) {
      const text = await firstAnswer(port, request);
      assert.match(text, /^HTTP\/1\.1 401 /, request);
    }
  });

  test('deletion that is turned off is off for tags, digests and blobs', async (context) => {
    const { start } = await registryWorld(context);
    const registry = await start({ deletion: 'disabled' });
    const image = await pushImage(registry, 'kept/app', 'kept', { tag: 'v1' });
    for (const what of ['manifests/v1', `manifests/${image.digest}`, `blobs/${digestOf('kept')}`]) {
      const answer = await registry.ask('DELETE', `/v2/kept/app/${what}`);
      assert.deepEqual([answer.status, answer.code], [405, 'UNSUPPORTED']);
      assert.equal((await registry.ask('HEAD', `/v2/kept/app/${what}`)).status, 200);
    }
  });
});

function head(method: string, path: string, more: string): string {
  return `${method} ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n\r\n`;
}

/** What the server says to a request whose body never comes. */
function firstAnswer(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.once('data', (bytes) => {
      resolve(bytes.toString());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
