import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changesOf,
  countsOf,
  f1Of,
  precisionOf,
  recallOf,
  scoreOf,
  together,
} from '../tools/accuracy/scores.ts';

test('what is found and what is expected are counted by name', () => {
  const score = scoreOf('set', 'npm', ['a', 'b', 'c'], ['b', 'c', 'd', 'd']);
  assert.deepEqual(score, { set: 'set', group: 'npm', right: 2, extra: ['d'], missing: ['a'] });
  const counts = countsOf(score);
  assert.deepEqual([precisionOf(counts), recallOf(counts)], [2 / 3, 2 / 3]);
  assert.ok(Math.abs(f1Of(counts) - 2 / 3) < 1e-9);
  const [both, ...others] = together([score, scoreOf('set', 'npm', ['x'], [])]);
  assert.deepEqual(others, []);
  assert.deepEqual(both && countsOf(both), { right: 2, extra: 1, missing: 2 });
});

test('less right, more wrong or not measured any more is worse; more is not', () => {
  const before = { right: 5, extra: 1, missing: 1 };
  const now = (counts: { right: number; extra: number; missing: number }) =>
    changesOf(
      [
        {
          set: 's',
          group: 'g',
          right: counts.right,
          extra: Array.from({ length: counts.extra }, String),
          missing: Array.from({ length: counts.missing }, String),
        },
      ],
      { 's: g': before },
    ).map(({ isWorse }) => isWorse);
  assert.deepEqual(now(before), []);
  assert.deepEqual(now({ ...before, extra: 2 }), [true]);
  assert.deepEqual(now({ ...before, missing: 2 }), [true]);
  assert.deepEqual(now({ ...before, right: 4 }), [true]);
  assert.deepEqual(now({ right: 6, extra: 0, missing: 0 }), [false]);
  assert.deepEqual(
    changesOf([], { 's: g': before }).map(({ isWorse }) => isWorse),
    [true],
  );
});
