import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stringOf } from '../base/index.ts';
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
