import type { ByteReader } from './bytes.ts';
import { STRIDE, Strided, writeStrided } from './strided.ts';

/**
 * Writes different texts, which must stand in the order of their code units, so that each is found by
 * its index and by itself. Texts that share a start with the one before are written as the rest, but
 * the first of a stride: ids and versions sorted take some 5 bytes each.
 */
export function writeStrings(sorted: readonly string[]): Buffer {
  let before: Uint8Array = Buffer.alloc(0);
  return writeStrided(sorted, (data, text, isFirst) => {
    const bytes = Buffer.from(text, 'utf8');
    const shared = isFirst ? 0 : sharedPrefix(before, bytes);
    data.number(shared);
    data.number(bytes.length - shared);
    data.raw(bytes.subarray(shared));
    before = bytes;
  });
}

function sharedPrefix(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a[at] === b[at]) at += 1;
  return at;
}

/** Texts as writeStrings wrote them, read in place. */
export class StringTable {
  readonly #texts: Strided;
  /** The text being put together; grows to the longest one. */
  #scratch = Buffer.allocUnsafe(256);

  /** Leaves the reader behind the table. */
  constructor(reader: ByteReader) {
    this.#texts = new Strided(reader);
  }

  get count(): number {
    return this.#texts.count;
  }

  at(index: number): string {
    if (index >= this.count) throw new RangeError(`a shard has no text ${index}`);
    const reader = this.#texts.at(Math.floor(index / STRIDE));
    let length = 0;
    for (let step = index % STRIDE; step >= 0; step -= 1) length = this.#next(reader, length);
    return this.#scratch.toString('utf8', 0, length);
  }

  /** -1: not in the table. */
  indexOf(text: string): number {
    let low = 0;
    let high = Math.ceil(this.count / STRIDE);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle * STRIDE) <= text) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return -1;
    const first = (low - 1) * STRIDE;
    const reader = this.#texts.at(low - 1);
    const end = Math.min(first + STRIDE, this.count);
    let length = 0;
    for (let index = first; index < end; index += 1) {
      length = this.#next(reader, length);
      if (this.#scratch.toString('utf8', 0, length) === text) return index;
    }
    return -1;
  }

  /** Puts the next text into the scratch bytes, over the one before; both lengths in bytes. */
  #next(reader: ByteReader, before: number): number {
    const shared = reader.number();
    const rest = reader.count();
    if (shared > before) throw new RangeError('a shard has a text without its start');
    const length = shared + rest;
    if (length > this.#scratch.length) {
      const grown = Buffer.allocUnsafe(length * 2);
      this.#scratch.copy(grown);
      this.#scratch = grown;
    }
    reader.raw(rest).copy(this.#scratch, shared);
    return length;
  }
}
