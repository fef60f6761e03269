import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectedTags, toggleTag } from './selected-tags.ts';

test('tags for a comparison stand in the address, two at most', () => {
  const one = toggleTag(undefined, '1.4');
  const two = toggleTag(one, '1.5');
  assert.equal(two, '1.4,1.5');
  assert.equal(toggleTag(two, '2.0'), '1.5,2.0');
  assert.equal(toggleTag(two, '1.4'), '1.5');
  assert.equal(toggleTag('1.4', '1.4'), undefined);
  assert.deepEqual(selectedTags(',,a,'), ['a']);
  assert.deepEqual(selectedTags(undefined), []);
});
