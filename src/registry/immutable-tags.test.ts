import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesTag } from './immutable-tags.ts';

test('a star stands for any text, everything else for itself', () => {
  for (const [pattern, tag, matches] of [
    ['v*', 'v1.0', true],
    ['v*', 'v', true],
    ['v*', 'dev', false],
    ['*', 'anything', true],
    ['*.0', '1.0', true],
    ['*.0', '1.0.1', false],
    ['v*.*.*', 'v1.2.3', true],
    ['v*.*.*', 'v1.2', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['stable', 'stable', true],
    ['stable', 'unstable', false],
    ['v1.0', 'v1x0', false],
    ['[a-z]', 'a', false],
    ['', 'a', false],
  ] as const) {
    assert.equal(matchesTag([pattern], tag), matches, `${pattern} ${tag}`);
  }
  assert.equal(matchesTag([], 'a'), false);
  assert.equal(matchesTag(['x', 'a'], 'a'), true);
});

test('a pattern of many stars is decided in no time', () => {
  const pattern = `${'a*'.repeat(120)}b`;
  assert.equal(matchesTag([pattern], 'a'.repeat(128)), false);
  assert.equal(matchesTag(['*'.repeat(300)], 'a'), false, 'too long to be meant');
});
