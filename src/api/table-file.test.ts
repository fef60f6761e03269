import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableFile } from './table-file.ts';

const NUMBERS = Array.from({ length: 5 }, (_, at) => at);

test('a file of a list that is cut says so by its name', async () => {
  for (const [mostRows, fileName, rows] of [
    [5, 'numbers.csv', 5],
    [4, 'numbers-first-4.csv', 4],
    [3, 'numbers-first-3.csv', 3],
  ] as const) {
    const file = await tableFile({
      name: 'numbers',
      format: 'csv',
      columns: { number: (one: number) => one },
      mostRows,
      read: ({ after = '0' }) => {
        const items = NUMBERS.slice(Number(after), Number(after) + 2);
        const next = Number(after) + 2;
        return Promise.resolve({ items, ...(next < NUMBERS.length && { next: String(next) }) });
      },
    });
    assert.equal(file.fileName, fileName);
    assert.equal(file.text.trim().split('\n').length, rows + 1);
  }
});
