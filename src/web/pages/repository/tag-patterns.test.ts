import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patternsOf } from './tag-patterns.ts';

test('patterns are lines; blanks, empty lines and repetitions are left out', () => {
  assert.deepEqual(patternsOf(' v* \n\nlatest\r\nv*\n'), ['v*', 'latest']);
  assert.deepEqual(patternsOf(' \n'), []);
});
