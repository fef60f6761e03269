import { ByteReader, ByteWriter } from './bytes.ts';

/** Texts that share a start with the one before are written as the rest; every so often one is whole. */
const STRIDE = 16;

/**
 * Writes different texts, which must stand in the order of their code units, so that each is found by
 * its index and by itself: ids and versions sorted take some 5 bytes each.
 */
export function writeStrings(sorted: readonly string[]): Buffer {
  const data = new ByteWriter();
  const starts = new ByteWriter();
  let before: Uint8Array = Buffer.alloc(0);
  for (const [index, text] of sorted.entries()) {
    const bytes = Buffer.from(text, 'utf8');
    if (index % STRIDE === 0) starts.uint32(data.length);
    const shared = index % STRIDE === 0 ? 0 : sharedPrefix(before, bytes);
    data.number(shared);
    data.number(bytes.length - shared);
    data.raw(bytes.subarray(shared));
    before = bytes;
  }
  const writer = new ByteWriter();
  writer.number(sorted.length);
  writer.number(data.length);
  writer.raw(starts.take());
  writer.raw(data.take());
  return writer.take();
}

function sharedPrefix(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a[at] === b[at]) at += 1;
  return at;
}

/** Texts as writeStrings wrote them, read in place. */
export class StringTable {
  readonly count: number;
  readonly #starts: number;
  readonly #data: number;
  readonly #bytes: Buffer;
  /** The text being put together; grows to the longest one. */
  #scratch = Buffer.allocUnsafe(256);

  /** Leaves the reader behind the table. */
  constructor(reader: ByteReader) {
    this.#bytes = reader.bytes;
    this.count = reader.number();
    const length = reader.number();
    this.#starts = reader.position;
    this.#data = this.#starts + Math.ceil(this.count / STRIDE) * 4;
    reader.position = this.#data + length;
  }

  at(index: number): string {
    if (index >= this.count) throw new RangeError(`a shard has no text ${index}`);
    const reader = this.#block(Math.floor(index / STRIDE));
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
    const reader = this.#block(low - 1);
    const end = Math.min(first + STRIDE, this.count);
    let length = 0;
    for (let index = first; index < end; index += 1) {
      length = this.#next(reader, length);
      if (this.#scratch.toString('utf8', 0, length) === text) return index;
    }
    return -1;
  }

  #block(number: number): ByteReader {
    const start = this.#bytes.readUInt32LE(this.#starts + number * 4);
    return new ByteReader(this.#bytes, this.#data + start);
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
