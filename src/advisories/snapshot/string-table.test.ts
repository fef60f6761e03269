import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ByteReader } from './bytes.ts';
import { KeyedShard, writeKeyedShard } from './keyed-shard.ts';
import { byCodeUnits } from './order.ts';
import { StringTable, writeStrings } from './string-table.ts';

const texts = fc
  .uniqueArray(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 100 })
  .map((list) => list.toSorted(byCodeUnits));

test('every text is found at its place, and its place by itself', () => {
  fc.assert(
    fc.property(texts, (sorted) => {
      const table = new StringTable(new ByteReader(writeStrings(sorted)));
      assert.equal(table.count, sorted.length);
      for (const [index, text] of sorted.entries()) {
        assert.equal(table.at(index), text);
        assert.equal(table.indexOf(text), index);
      }
      assert.equal(table.indexOf('not one of them, for it is too long'), -1);
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('sorted ids take a third of their length', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `UBUNTU-CVE-2024-${10_000 + index}`);
  assert.ok(writeStrings(ids).length < 10_000 * 7);
});

test('values are found under their keys', () => {
  const values = new Map(
    ['b', 'a', 'CVE-2024-1'].map((key) => [key, Buffer.from(`value of ${key}`)]),
  );
  const shard = new KeyedShard(writeKeyedShard(values));
  for (const [key, value] of values) assert.deepEqual(shard.get(key), value);
  assert.equal(shard.get('c'), undefined);
});
