import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageText, bytesText, countOf, countText, percentText, shortDigest } from './amounts.ts';

test('amounts are written as people read them', () => {
  assert.deepEqual(
    [0, 999, 1000, 45_300_000, 409_000_000, 999_600_000, 7_070_000_000].map(bytesText),
    ['0 B', '999 B', '1.0 kB', '45.3 MB', '409 MB', '1.0 GB', '7.1 GB'],
  );
  assert.deepEqual([0, 999, 1000, 1234567].map(countText), ['0', '999', '1,000', '1,234,567']);
  assert.deepEqual(
    [countOf(1, 'entry', 'entries'), countOf(2, 'package')],
    ['1 entry', '2 packages'],
  );
  const minute = 60_000;
  assert.deepEqual([-minute, 12 * minute, 180 * minute, 72 * 60 * minute].map(ageText), [
    '0 min',
    '12 min',
    '3 h',
    '3 days',
  ]);
  assert.deepEqual([0.944, 0.0312, 0.0004].map(percentText), ['94 %', '3.1 %', '0.04 %']);
  assert.equal(shortDigest(`sha256:9c1f${'0'.repeat(56)}e07a`), '9c1f..e07a');
});
