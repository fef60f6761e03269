import assert from 'node:assert/strict';
import { test } from 'node:test';
import { given, oneOf, serverOrder } from './server-order.ts';

test('the order of the address is that of the API, both ways', () => {
  assert.deepEqual(serverOrder('bytes', ['name', 'bytes']), { sort: 'bytes', order: 'ascending' });
  assert.deepEqual(serverOrder('-name', ['name', 'bytes']), { sort: 'name', order: 'descending' });
});

test('what is no order that the server has is not asked for', () => {
  for (const text of [undefined, '', '-', 'owner', '-owner']) {
    assert.deepEqual(serverOrder(text, ['name', 'bytes']), {});
  }
});

test('a filter of the address is taken only where it is a choice', () => {
  assert.equal(oneOf('failed', ['failed', 'stuck']), 'failed');
  assert.equal(oneOf('all of it', ['failed', 'stuck']), undefined);
});

test('an input names only what is asked for', () => {
  assert.deepEqual(Object.keys(given({ search: undefined, show: 'failed' })), ['show']);
});
