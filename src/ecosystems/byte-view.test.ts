import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { byteViewOf } from './byte-view.ts';

test('a view over chunks answers as one buffer does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 7, max: 2 }), { maxLength: 8 }),
      fc.uint8Array({ minLength: 1, maxLength: 4, max: 2 }),
      fc.nat(60),
      fc.nat(60),
      (chunks, needle, from, size) => {
        const view = byteViewOf(chunks);
        const whole = Buffer.concat(chunks);
        assert.equal(view.length, whole.length);
        const found = whole.indexOf(needle, from);
        const isInside = found >= 0 && found < from + size && from < whole.length;
        assert.equal(view.indexOf(needle, from, from + size), isInside ? found : -1);
        const isThere = from + size <= whole.length;
        const expected = isThere ? whole.subarray(from, from + size) : undefined;
        assert.deepEqual(view.bytes(from, size), expected);
        assert.deepEqual(view.view(from, size)?.bytes(0, size), expected);
      },
    ),
    { seed: 1, numRuns: 1_000 },
  );
});

test('numbers are read in both orders, across borders, and not past the end', () => {
  const view = byteViewOf([Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5), Uint8Array.of(6, 0, 0)]);
  assert.equal(view.uint8(3), 4);
  assert.equal(view.uint16(2, true), 0x0403);
  assert.equal(view.uint32(1, false), 0x02030405);
  assert.equal(view.uint64(0, true), 0x060504030201);
  assert.equal(view.uint64(0, false), undefined);
  assert.equal(view.uint32(5, true), undefined);
  assert.equal(view.uint8(-1), undefined);
  assert.equal(view.bytes(Number.NaN, 1), undefined);
  assert.equal(view.bytes(2 ** 60, 1), undefined);
});
