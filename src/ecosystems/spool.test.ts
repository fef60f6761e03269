import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { byteViewOf } from './byte-view.ts';
import { type Scratch, Spool } from './spool.ts';

const KIB = 1024;

test('a view of what was spooled answers as one of memory does', () => {
  // Needles and borders of what is read at a time fall together somewhere.
  const content = Buffer.from(Array.from({ length: 700 * KIB }, (_, at) => (at * at) % 251));
  const spool = new Spool(scratchInMemory());
  spool.open(100).push(Buffer.alloc(100));
  const writer = spool.open(content.length);
  for (let at = 0; at < content.length; at += 1000) writer.push(content.subarray(at, at + 1000));
  const views = [writer.finish(), byteViewOf([content])] as const;
  const places = fc.oneof(fc.nat(800 * KIB), fc.constantFrom(-1, Number.NaN, 2 ** 60));
  fc.assert(
    fc.property(places, places, fc.nat(700 * KIB), (from, size, needleAt) => {
      const needle = content.subarray(needleAt, needleAt + 16);
      const [told, expected] = views.map((view) => ({
        bytes: view.bytes(from, size),
        part: view.view(from, size)?.bytes(0, 10),
        numbers: [
          view.uint8(from),
          view.uint16(from, true),
          view.uint32(from, false),
          view.uint64(from, true),
        ],
        found: Number.isInteger(from) && view.indexOf(needle, from, from + size),
      }));
      assert.deepEqual(told, expected);
    }),
    { seed: 1, numRuns: 300 },
  );
  assert.equal(
    Buffer.concat([...views[0].pieces()].map((one) => Buffer.from(one))).length,
    700 * KIB,
  );
});

test('room is used again, and never that of another', () => {
  const scratch = scratchInMemory();
  const spool = new Spool(scratch);
  const write = (byte: number, size: number, announced?: number) => {
    const writer = spool.open(announced);
    writer.push(Buffer.alloc(size, byte));
    return { view: writer.finish(), release: () => writer.release() };
  };
  const [a, b] = [write(1, 100, 100), write(2, 50, 50)];
  a.release();
  const c = write(3, 60, 60);
  const d = write(4, 60);
  const e = write(5, 40, 40);
  for (const [{ view }, byte] of [
    [b, 2],
    [c, 3],
    [d, 4],
    [e, 5],
  ] as const) {
    assert.deepEqual(view.bytes(0, view.length), Buffer.alloc(view.length, byte));
  }
  for (const one of [b, c, d, e]) one.release();
  write(6, 210, 210);
  assert.equal(scratch.size(), 210);
  assert.throws(() => write(7, 11, 10), /announced/);
});

function scratchInMemory(): Scratch & { readonly size: () => number } {
  let bytes = Buffer.alloc(0);
  return {
    write(piece, at) {
      const end = at + piece.length;
      if (end > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(end - bytes.length)]);
      bytes.set(piece, at);
    },
    read: (at, into) => into.set(bytes.subarray(at, at + into.length)),
    size: () => bytes.length,
  };
}
