import { compressionOf, isTarStart } from '../image/index.ts';

/** What the first bytes of a file say that it is. */
export type Magic = 'compressed' | 'tar' | 'json' | 'empty' | 'unknown';

/** One block of a tar. */
export const MAGIC_BYTES = 512;

export function magicOf(head: Uint8Array): Magic {
  if (head.length === 0) return 'empty';
  if (compressionOf(head) !== 'none') return 'compressed';
  if (isTarStart(head)) return 'tar';
  return /^(?:\uFEFF)?\s*[{[]/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(head))
    ? 'json'
    : 'unknown';
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
