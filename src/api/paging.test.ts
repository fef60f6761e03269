import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCursor, encodeCursor, pageOfAll } from './paging.ts';

test('pages of any size give each item once, also while items come and go', () => {
  const all = ['a', 'b', 'c', 'd', 'e', 'Z'];
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const list = seen.length === 2 ? all.filter((name) => name !== 'a') : all;
    const page = pageOfAll(list, { list: 'x', limit: 2, after }, (name) => name);
    seen.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  assert.deepEqual(seen, ['Z', 'a', 'b', 'c', 'd', 'e']);
});

test('a cursor of another list, another sort, or of nobody is refused', () => {
  const cursor = encodeCursor('tags name', ['v1']);
  assert.deepEqual(decodeCursor('tags name', 1, cursor), ['v1']);
  const bad: readonly (readonly [string, number, string])[] = [
    ['tags newest', 1, cursor],
    ['tags name', 2, cursor],
    ['tags name', 1, 'xxxx'],
    ['tags name', 1, ''],
    ['tags name', 1, Buffer.from('["tags name",{"a":1}]').toString('base64url')],
    ['tags name', 1, Buffer.from('["tags name",1e300]').toString('base64url')],
    ['tags name', 1, 'A'.repeat(8_000)],
  ];
  for (const [list, parts, text] of bad) {
    assert.throws(() => decodeCursor(list, parts, text), { code: 'request.cursor-invalid' });
  }
});
