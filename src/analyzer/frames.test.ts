import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { FailureError } from '../base/index.ts';
import { FrameReader, frameHead } from './frames.ts';
import { BROKEN_OFF } from './messages.ts';

test('layers come out of one pipe as they went in, however it is cut', async () => {
  const layers = fc.array(fc.array(fc.uint8Array({ minLength: 1, maxLength: 9 })), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(layers, fc.integer({ min: 1, max: 11 }), async (layers, cut) => {
      const reader = new FrameReader(pipe(framed(layers), cut));
      for (const layer of layers) {
        const chunks = await Array.fromAsync(reader.layer(), (chunk) => Buffer.from(chunk));
        assert.deepEqual(Buffer.concat(chunks), Buffer.concat(layer));
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('a layer that its reader leaves in the middle does not spoil the next', async () => {
  const layers = [[Buffer.alloc(100), Buffer.alloc(50)], [Buffer.from('next')]];
  const reader = new FrameReader(pipe(framed(layers), 7));
  for await (const chunk of reader.layer()) {
    assert.ok(chunk.length > 0);
    break;
  }
  const [next] = await Array.fromAsync(reader.layer());
  assert.equal(Buffer.from(next ?? []).toString(), 'next'.slice(0, next?.length));
});

test('a source that breaks off is an error, and the next layer is whole', async () => {
  const bytes = [
    frameHead(3),
    Buffer.from('abc'),
    frameHead(BROKEN_OFF),
    ...framed([[Buffer.from('d')]]),
  ];
  const reader = new FrameReader(pipe(bytes, 2));
  await assert.rejects(Array.fromAsync(reader.layer()), FailureError);
  const [next] = await Array.fromAsync(reader.layer());
  assert.equal(Buffer.from(next ?? []).toString(), 'd');
  await assert.rejects(Array.fromAsync(reader.layer()), FailureError);
});

function framed(layers: readonly (readonly Uint8Array[])[]): Uint8Array[] {
  return layers.flatMap((layer) => [
    ...layer.flatMap((chunk) => [frameHead(chunk.length), chunk]),
    frameHead(0),
  ]);
}

/** Of one memory for all pieces, as the worker's. */
async function* pipe(parts: readonly Uint8Array[], cut: number): AsyncGenerator<Uint8Array> {
  const all = Buffer.concat(parts);
  const piece = Buffer.alloc(cut);
  for (let at = 0; at < all.length; at += cut) {
    yield piece.subarray(0, all.copy(piece, 0, at, at + cut));
  }
}
