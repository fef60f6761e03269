import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type Digest, parseDigest } from '../../model/index.ts';
import { Turns } from './turns.ts';

const [A, B, C] = [digest('a'), digest('b'), digest('c')];

test('what was inside at a death comes back alone, in its turn, until it got through', async () => {
  const turns = new Turns();
  const [a, b] = [begin(turns, A), begin(turns, B)];
  assert.equal(turns.died(), false);
  await Promise.all([a.end(), b.end()]);

  const again = begin(turns, A);
  const [other, suspect] = [begin(turns, C), begin(turns, B)];
  await setImmediate();
  assert.deepEqual([again.isIn(), other.isIn(), suspect.isIn()], [true, false, false]);
  assert.equal(turns.died(), true);
  await again.end();
  assert.deepEqual([other.isIn(), suspect.isIn()], [true, false]);
  await other.end();
  assert.equal(suspect.isIn(), true);
  await suspect.end();

  turns.clear(A);
  const together = [begin(turns, A), begin(turns, C)];
  await setImmediate();
  assert.deepEqual(
    together.map((one) => one.isIn()),
    [true, true],
  );
});

test('who gives up while it waits is let go, and lets the next one in', async () => {
  const turns = new Turns();
  const a = begin(turns, A);
  turns.died();
  await a.end();
  const c = begin(turns, C);
  const leave = new AbortController();
  const waiting = turns.run(A, () => Promise.resolve('in'), leave.signal);
  const behind = begin(turns, B);
  await setImmediate();
  assert.equal(behind.isIn(), false);
  leave.abort(new Error('the process stops'));
  await assert.rejects(waiting, /the process stops/);
  await setImmediate();
  assert.equal(behind.isIn(), true);
  await Promise.all([c.end(), behind.end()]);
});

function begin(turns: Turns, turn: Digest) {
  const ending = Promise.withResolvers<void>();
  let isIn = false;
  const ran = turns.run(turn, () => {
    isIn = true;
    return ending.promise;
  });
  return {
    isIn: () => isIn,
    async end() {
      ending.resolve();
      await ran;
      await setImmediate();
    },
  };
}

function digest(letter: string): Digest {
  const parsed = parseDigest(`sha256:${letter.repeat(64)}`);
  assert.ok(parsed);
  return parsed;
}
