import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readVisits, visited, writeVisits } from './last-visit.ts';

const MINUTE = 60_000;

test('a visit ends half an hour after the last look, and what is new is new since then', () => {
  const first = visited(undefined, 1_000);
  assert.deepEqual(first, { before: 0, seen: 1_000 });
  const same = visited(first, 1_000 + 20 * MINUTE);
  assert.equal(same.before, 0);
  const next = visited(same, same.seen + 31 * MINUTE);
  assert.equal(next.before, same.seen);
  assert.deepEqual(readVisits(writeVisits(next)), next);
  for (const text of [null, '', 'x y', '1']) assert.equal(readVisits(text), undefined);
});
