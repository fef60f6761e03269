import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecent } from './recent.ts';

test('what was used longest ago gives way', () => {
  const recent = createRecent<number>(2);
  recent.set('a', 1, 100);
  recent.set('b', 2, 100);
  assert.equal(recent.get('a', 0), 1);
  recent.set('c', 3, 100);
  assert.deepEqual([recent.get('a', 0), recent.get('b', 0), recent.get('c', 0)], [1, undefined, 3]);
});

test('nothing is known past its end', () => {
  const recent = createRecent<number>(2);
  recent.set('a', 1, 100);
  assert.equal(recent.get('a', 99), 1);
  assert.equal(recent.get('a', 100), undefined);
  assert.equal(recent.get('a', 0), undefined);
});
