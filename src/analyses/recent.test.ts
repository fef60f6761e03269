import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from './recent.ts';

test('what was asked for last stays, up to so many bytes; the newest whatever it weighs', async () => {
  const recent = new Recent<string>(10);
  const asked: string[] = [];
  const get = (key: string, bytes: number): Promise<string | undefined> =>
    recent.get(key, () => {
      asked.push(key);
      return Promise.resolve({ value: key.toUpperCase(), bytes });
    });
  for (const [key, bytes] of [
    ['a', 4],
    ['b', 4],
    ['a', 4],
    ['c', 4],
    ['a', 4],
    ['b', 4],
    ['huge', 50],
    ['huge', 50],
    ['b', 4],
  ] as const) {
    assert.equal(await get(key, bytes), key.toUpperCase());
  }
  assert.deepEqual(asked, ['a', 'b', 'c', 'b', 'huge', 'b']);
});

test('who asks for the same at once waits for one answer; what fails or is absent is asked again', async () => {
  const recent = new Recent<number>(10);
  let times = 0;
  const read = async () => {
    times += 1;
    await Promise.resolve();
    return { value: times, bytes: 1 };
  };
  assert.deepEqual(await Promise.all([recent.get('a', read), recent.get('a', read)]), [1, 1]);
  await assert.rejects(
    recent.get('b', () => Promise.reject(new Error('away'))),
    /away/,
  );
  assert.equal(await recent.get('b', () => Promise.resolve(undefined)), undefined);
  assert.equal(await recent.get('b', read), 2);
});
