import { pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';

/** What the first bytes of a file say that it is. */
export type Magic = 'gzip' | 'zstd' | 'tar' | 'json' | 'unknown';

/** 512 bytes tell everything but a tar of the time before ustar. */
export const MAGIC_BYTES = 512;

export function magicOf(head: Uint8Array): Magic {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (isZstd(head)) return 'zstd';
  if (Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar') return 'tar';
  return /^(?:\uFEFF)?\s*[{[]/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(head))
    ? 'json'
    : 'unknown';
}

/** A frame, or a skippable frame before the first. */
function isZstd(head: Uint8Array): boolean {
  const [first = 0, second, third, fourth] = head;
  const isFrame = first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd;
  const isSkippable =
    (first & 0xf0) === 0x50 && second === 0x2a && third === 0x4d && fourth === 0x18;
  return isFrame || isSkippable;
}

/** The bytes of a compressed archive, inflated; `name` is what messages call it. */
export async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  magic: 'gzip' | 'zstd',
  name: string,
  { uncompressedBytes }: Pick<Limits, 'uncompressedBytes'>,
): AsyncGenerator<Uint8Array> {
  const inflater = magic === 'gzip' ? createGunzip() : createZstdDecompress();
  // Errors of either end come out of the loop below: the callback only keeps them from being lost.
  const output = pipeline(Readable.from(chunks), inflater, () => undefined);
  let size = 0;
  try {
    for await (const chunk of output) {
      if (!(chunk instanceof Uint8Array)) continue;
      size += chunk.length;
      if (size > uncompressedBytes) {
        const message = `${name} inflates to more than the limit uncompressedBytes of ${uncompressedBytes}`;
        throw new FailureError(failure('sources.limit', message));
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof FailureError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${name} cannot be inflated (${magic}): ${reason}; it is damaged or cut off after ${size} inflated bytes`;
    throw new FailureError(failure('sources.archive.inflate', message), { cause: error });
  }
}

/** The first bytes of a stream, and the stream with them still in it. */
export async function peek(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Uint8Array; readonly chunks: AsyncIterable<Uint8Array> }> {
  const iterator = stream[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  for (let size = 0; size < MAGIC_BYTES;) {
    const next = await iterator.next();
    if (next.done) break;
    taken.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(taken);
  return { head, chunks: rejoin(head, iterator) };
}

async function* rejoin(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (;;) {
    const next = await iterator.next();
    if (next.done) return;
    yield next.value;
  }
}
