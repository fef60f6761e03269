import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sweepBlobs } from './sweep-blobs.ts';

const DAY_MS = 24 * 3_600_000;

test('what began a day ago is removed at start; a storage that fails is told, no more', async () => {
  const asked: number[] = [];
  const said: string[] = [];
  const note = (message: string): void => void said.push(message);
  const log = { info: note, warn: note, error: note };
  for (const removed of [3, 0, undefined]) {
    const removeAbandoned = (before: number): Promise<number> => {
      asked.push(before);
      return removed === undefined ? Promise.reject(new Error('away')) : Promise.resolve(removed);
    };
    sweepBlobs({ removeAbandoned }, { now: () => 5 * DAY_MS }, log)();
    await new Promise(setImmediate);
  }
  assert.deepEqual(asked, [4 * DAY_MS, 4 * DAY_MS, 4 * DAY_MS]);
  assert.deepEqual(said, ['abandoned uploads removed', 'abandoned uploads not removed']);
});
