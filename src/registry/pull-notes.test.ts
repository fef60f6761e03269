import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDigest } from '../model/index.ts';
import type { PullNote } from './pull-notes.ts';
import { createPullNotes } from './pull-notes.ts';

const [FIRST, SECOND] = ['a', 'b'].map((letter) => parseDigest(`sha256:${letter.repeat(64)}`));

test('pulls of one manifest are written once, with the last time, and again where that failed', async () => {
  assert.ok(FIRST && SECOND);
  let now = 1_000;
  let isAway = true;
  const written: PullNote[] = [];
  const warned: string[] = [];
  const once = Promise.withResolvers<void>();
  const notes = createPullNotes({
    clock: { now: () => now },
    log: {
      warn: (message) => {
        warned.push(message);
        once.resolve();
      },
    },
    everyMs: 10,
    write: (some) => {
      if (isAway) return Promise.reject(new Error('away'));
      written.push(...some);
      return Promise.resolve();
    },
  });
  notes.pulled(1, FIRST);
  notes.pulled(2, FIRST);
  await once.promise;
  isAway = false;
  now = 2_000;
  notes.pulled(1, FIRST);
  notes.pulled(1, SECOND);
  await notes.close();
  assert.deepEqual(warned.slice(0, 1), ['pulls not noted']);
  const times = new Map(
    written.map(({ repositoryId, digest, at }) => [`${repositoryId} ${digest}`, at.getTime()]),
  );
  assert.deepEqual(
    times,
    new Map([
      [`1 ${FIRST}`, 2_000],
      [`2 ${FIRST}`, 1_000],
      [`1 ${SECOND}`, 2_000],
    ]),
  );
  await notes.close();
  assert.equal(written.length, 3);
});
