import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ThreadSigns, ThreadWatch } from './thread-watch.ts';

const LIMITS = { silent: 3, still: 4 };

test('a thread hangs when its event loop stands still for some looks in a row', () => {
  const watch = new ThreadWatch(LIMITS);
  const idle = { messages: 0, isToMove: false };
  const beats = [1, 1, 1, 2, 2, 2, 2];
  assert.deepEqual(
    beats.map((at) => watch.look({ ...idle, beats: at }) !== undefined),
    [false, false, false, false, false, false, true],
  );
});

test('it hangs too when its loop turns, and what it was asked for does not go on', () => {
  assert.deepEqual(hangsAfter({ isToMove: true }, 6), [false, false, false, false, true, true]);
});

test('one that nobody asked, or that waits for us, may be still for ever', () => {
  assert.deepEqual(hangsAfter({ isToMove: false }, 20), Array(20).fill(false));
});

test('a message is a sign that it goes on', () => {
  const watch = new ThreadWatch(LIMITS);
  for (let look = 0; look < 20; look += 1) {
    const signs = { beats: look, messages: Math.floor(look / LIMITS.still), isToMove: true };
    assert.equal(watch.look(signs), undefined);
  }
});

function hangsAfter(signs: Pick<ThreadSigns, 'isToMove'>, looks: number): boolean[] {
  const watch = new ThreadWatch(LIMITS);
  return Array.from(
    { length: looks },
    (_, beats) => watch.look({ ...signs, beats, messages: 0 }) !== undefined,
  );
}
