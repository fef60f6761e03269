import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tagInput } from './tag-input.ts';

const WHERE = { namespace: 'acme', repository: 'shop' };

test('an address becomes what the tags are asked for; the newest come first', () => {
  assert.deepEqual(tagInput(WHERE, {}), { ...WHERE, sort: 'newest' });
  assert.deepEqual(tagInput(WHERE, { q: 'v1', sort: 'severity', state: 'broken' }), {
    ...WHERE,
    sort: 'severity',
    search: 'v1',
    state: 'failed,too_large,cancelled',
  });
});

test('what an address cannot mean is left out', () => {
  const odd = { sort: '-name', state: 'constructor', q: 'x'.repeat(500) };
  assert.deepEqual(tagInput(WHERE, odd), { ...WHERE, sort: 'newest', search: 'x'.repeat(200) });
});
