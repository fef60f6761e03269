import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tagInput } from './tag-input.ts';

const WHERE = { namespace: 'acme', repository: 'shop' };

test('an address becomes what the tags are asked for; the newest come first', () => {
  assert.deepEqual(tagInput(WHERE, {}), { ...WHERE, sort: 'newest' });
  assert.deepEqual(tagInput(WHERE, { q: 'v1', sort: 'name' }), {
    ...WHERE,
    sort: 'name',
    search: 'v1',
  });
});

test('what an address cannot mean is left out', () => {
  const odd = { sort: '-name', q: 'x'.repeat(500) };
  assert.deepEqual(tagInput(WHERE, odd), { ...WHERE, sort: 'newest', search: 'x'.repeat(200) });
});
