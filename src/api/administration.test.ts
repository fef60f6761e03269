import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { arrayOf, recordOf, stringOf } from '../base/index.ts';
import { codeOf, withThree } from './three-people.contract.ts';

const ROOT = '/api/v1/administration';

describe('the queue', () => {
  test('failed analyses are listed with their reasons, and exported without formulas', async (t) => {
    const server = await withThree(t);
    const { body } = await server.call('GET', `${ROOT}/queue/items?limit=1`, {
      token: server.alice,
    });
    assert.ok(Array.isArray(body['items']) && body['items'].length === 1 && body['next']);
    const text = JSON.stringify(body['items']);
    assert.match(text, /"code":"image.tar.truncated","message":"=cut off"/);
    assert.ok(!text.includes('"at":'), 'where it stands in the list is the cursor’s');
    const file = await server.call('GET', `${ROOT}/queue/items/export?format=csv`, {
      token: server.alice,
    });
    assert.equal(
      file.headers.get('content-disposition'),
      'attachment; filename="analyses-failed.csv"',
    );
    assert.match(file.text, /,'=cut off,/);
    const other = `${ROOT}/queue/items?order=oldest&after=${stringOf(body['next'])}`;
    const refused = await server.call('GET', other, { token: server.alice });
    assert.equal(codeOf(refused), 'request.cursor-invalid', 'of another order');
  });

  test('retries and cancellations name analyses or mean all, and are in the audit log', async (t) => {
    const server = await withThree(t);
    const digests = [`sha256:${'1'.repeat(64)}`];
    const act = (path: string, body: unknown, token = server.alice) =>
      server.call('POST', `${ROOT}/queue/${path}`, { token, body });
    assert.deepEqual((await act('retries', { digests })).body, { queued: 1 });
    assert.deepEqual((await act('cancellations', { all: true })).body, { cancelled: 2 });
    for (const body of [{}, { digests, all: true }, { digests: [] }, { digests: ['x'] }]) {
      assert.equal(codeOf(await act('retries', body)), 'request.invalid', JSON.stringify(body));
    }
    assert.equal(codeOf(await act('retries', { digests }, server.bob)), 'permission.denied');
    const log = await server.call('GET', `${ROOT}/audit`, { token: server.alice });
    assert.match(log.text, /"deed":"queue.retry".*?"details":\{"asked":1,"analyses":1\}/);
    assert.match(log.text, /"deed":"queue.cancel".*?"details":\{"asked":"all","analyses":2\}/);
  });
});

describe('the feeds', () => {
  test('are listed with what is wrong with them, sorted, searched and exported', async (t) => {
    const server = await withThree(t);
    const names = async (query: string): Promise<readonly unknown[]> => {
      const path = `${ROOT}/feeds${query}`;
      const { body } = await server.call('GET', path, { token: server.alice });
      return arrayOf(body['items']).map((item) => recordOf(item)['name']);
    };
    assert.deepEqual(await names(''), ['kev', 'osv/npm']);
    assert.deepEqual(await names('?sort=freshAt'), ['kev', 'osv/npm']);
    assert.deepEqual(await names('?sort=freshAt&order=ascending'), ['osv/npm', 'kev']);
    assert.deepEqual(await names('?order=descending'), ['osv/npm', 'kev']);
    const token = server.alice;
    const ask = (query: string) =>
      server.call('GET', `${ROOT}/feeds?sort=freshAt${query}`, { token });
    const first = await ask('&order=ascending&limit=1');
    const rest = await ask(`&order=ascending&after=${stringOf(first.body['next'])}`);
    assert.deepEqual(
      arrayOf(rest.body['items']).map((item) => recordOf(item)['name']),
      ['kev'],
    );
    assert.equal(
      codeOf(await ask(`&after=${stringOf(first.body['next'])}`)),
      'request.cursor-invalid',
    );
    assert.deepEqual(await names('?show=troubled'), ['osv/npm']);
    assert.deepEqual(await names('?search=KEV'), ['kev']);
    const file = await server.call('GET', `${ROOT}/feeds/export?format=csv&show=troubled`, {
      token: server.alice,
    });
    assert.match(file.text, /^osv\/npm,.*,'=no route,CC0-1.0\r$/m);
    const json = await server.call('GET', `${ROOT}/feeds/export?format=json`, {
      token: server.alice,
    });
    assert.equal(arrayOf(json.body['items']).length, 2);
  });

  test('are fetched when an administrator says so, or it is said why not', async (t) => {
    const server = await withThree(t);
    const update = (body: unknown, token = server.alice) =>
      server.call('POST', `${ROOT}/feeds/updates`, { token, body });
    const started = await update({});
    assert.deepEqual([started.status, started.body], [202, { feeds: 2 }]);
    const offline = await update({ feeds: ['osv/npm'] });
    assert.deepEqual(
      [codeOf(offline), offline.body['detail']],
      ['resource.conflict', 'the server is offline'],
    );
    assert.equal((await update({}, server.bob)).status, 403);
    const { body } = await server.call('GET', `${ROOT}/snapshots?limit=1`, {
      token: server.alice,
    });
    assert.ok(body['next']);
    assert.match(JSON.stringify(body['items']), /"number":2,.*"isActive":true/);
  });
});

describe('snapshots', () => {
  test('are activated, pinned and let go by an administrator, who is written down', async (t) => {
    const server = await withThree(t);
    const activate = (number: number, token = server.alice) =>
      server.call('POST', `${ROOT}/snapshots/activations`, { token, body: { number } });
    assert.equal((await activate(1)).status, 204);
    const unknown = await activate(9);
    assert.match(String(unknown.body['detail']), /there is no snapshot 9/);
    assert.equal((await activate(1, server.bob)).status, 403);
    for (const method of ['PUT', 'DELETE'] as const) {
      const pin = (token: string) => server.call(method, `${ROOT}/snapshots/pin`, { token });
      assert.equal((await pin(server.alice)).status, 204);
      assert.equal((await pin(server.bob)).status, 403);
    }
    const log = await server.call('GET', '/api/v1/administration/audit', { token: server.alice });
    for (const deed of ['snapshot.activate', 'snapshot.pin', 'snapshot.unpin'])
      assert.ok(log.text.includes(`"deed":"${deed}"`), deed);
  });
});

describe('storage and health', () => {
  test('say what is stored, what was cleared, and in words how the server is', async (t) => {
    const server = await withThree(t);
    const read = (path: string, token = server.alice) =>
      server.call('GET', `${ROOT}/${path}`, { token });
    const storage = await read('storage');
    assert.deepEqual(storage.body['collections'], [
      { finishedAt: '2026-01-01T00:00:00.000Z', report: { blobs: 1 } },
    ]);
    assert.equal(storage.body['lastBackup'], undefined);
    assert.equal(storage.body['unusedBytes'], 10);
    const health = await read('health');
    assert.deepEqual(health.body['findings'], [
      { name: 'disk', kind: 'warning', what: 'little is left', help: 'make room' },
    ]);
    for (const path of ['storage', 'health'])
      assert.equal((await read(path, server.bob)).status, 403);
  });
});

describe('people and namespaces', () => {
  test('are paged in the order that is asked for, and exported', async (t) => {
    const server = await withThree(t);
    const read = (path: string) => server.call('GET', `/api/v1/${path}`, { token: server.alice });
    const seen: unknown[] = [];
    let after = '';
    do {
      const { body } = await read(`users?limit=1&sort=createdAt&order=descending${after}`);
      seen.push(...arrayOf(body['items']).map((item) => recordOf(item)['name']));
      const next = stringOf(body['next']);
      after = next === undefined ? '' : `&after=${next}`;
      if (after !== '') {
        const elsewhere = await read(`users?sort=name${after}`);
        assert.equal(codeOf(elsewhere), 'request.cursor-invalid');
      }
    } while (after !== '');
    assert.equal(seen.length, 3);
    const users = await read('users/export?format=csv&search=bob');
    assert.match(users.text, /^name,.*\r\nbob,/);
    const namespaces = await read('administration/namespaces/export?format=csv&kind=organization');
    assert.deepEqual(
      namespaces.text.split('\r\n').map((line) => line.split(',').slice(0, 5).join(',')),
      [
        'name,kind,plan,owners,repositories',
        'acme,organization,team,bob,1',
        'secret-corp,organization,team,carol,1',
        '',
      ],
    );
    const forged = Buffer.from(JSON.stringify(['users createdAt ascending', 'x', 'y']));
    const refused = await read(`users?sort=createdAt&after=${forged.toString('base64url')}`);
    assert.equal(codeOf(refused), 'request.cursor-invalid');
  });
});
