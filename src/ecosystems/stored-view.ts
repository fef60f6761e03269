import type { ByteView } from './byte-view.ts';

/** Bytes that lie elsewhere than in memory. */
export interface StoredBytes {
  readonly length: number;
  /** Fills all of `into` with the bytes from there on, which the caller knows to be there. */
  read(offset: number, into: Uint8Array): void;
}

/** What is read at a time, and kept until something else is asked for: headers lie together. */
const PAGE = 64 * 1024;
/** What is searched or handed out at a time. */
const PIECE = 256 * 1024;

const NOTHING: Buffer = Buffer.alloc(0);

/** A view that reads what it is asked for. */
export function storedView(stored: StoredBytes): ByteView {
  return new StoredView(stored, 0, stored.length, { start: 0, bytes: NOTHING });
}

interface Page {
  start: number;
  bytes: Buffer;
}

class StoredView implements ByteView {
  readonly length: number;
  readonly #stored: StoredBytes;
  readonly #start: number;
  /** Of all views of these bytes. */
  readonly #page: Page;

  constructor(stored: StoredBytes, start: number, length: number, page: Page) {
    this.length = length;
    this.#stored = stored;
    this.#start = start;
    this.#page = page;
  }

  bytes(offset: number, length: number): Buffer | undefined {
    if (!this.#isInside(offset, length)) return undefined;
    const at = this.#start + offset;
    return length > PAGE ? this.#read(at, length) : this.#cached(at, length);
  }

  view(offset: number, length: number): ByteView | undefined {
    if (!this.#isInside(offset, length)) return undefined;
    return new StoredView(this.#stored, this.#start + offset, length, this.#page);
  }

  *pieces(): Generator<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE, this.length));
    for (let at = 0; at < this.length; at += PIECE) {
      const piece = buffer.subarray(0, Math.min(PIECE, this.length - at));
      this.#stored.read(this.#start + at, piece);
      yield piece;
    }
  }

  uint8(offset: number): number | undefined {
    return this.bytes(offset, 1)?.[0];
  }

  uint16(offset: number, littleEndian: boolean): number | undefined {
    const found = this.bytes(offset, 2);
    return littleEndian ? found?.readUInt16LE() : found?.readUInt16BE();
  }

  uint32(offset: number, littleEndian: boolean): number | undefined {
    const found = this.bytes(offset, 4);
    return littleEndian ? found?.readUInt32LE() : found?.readUInt32BE();
  }

  uint64(offset: number, littleEndian: boolean): number | undefined {
    const found = this.bytes(offset, 8);
    const value = Number(
      (littleEndian ? found?.readBigUInt64LE() : found?.readBigUInt64BE()) ?? -1n,
    );
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  }

  indexOf(needle: Uint8Array, from: number, to: number): number {
    const overlap = needle.length - 1;
    const last = Math.min(to, this.length - overlap);
    if (overlap < 0 || !(last > from)) return -1;
    const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE, last - Math.max(0, from)) + overlap);
    for (let at = Math.max(0, from); at < last; at += PIECE) {
      const piece = buffer.subarray(0, Math.min(PIECE, last - at) + overlap);
      this.#stored.read(this.#start + at, piece);
      const found = piece.indexOf(needle);
      if (found >= 0) return at + found;
    }
    return -1;
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    this.#stored.read(at, bytes);
    return bytes;
  }

  #isInside(offset: number, length: number): boolean {
    return (
      Number.isSafeInteger(offset) && offset >= 0 && length >= 0 && offset + length <= this.length
    );
  }

  /** Few bytes, mostly of the page that the last were of. */
  #cached(at: number, length: number): Buffer {
    const page = this.#page;
    const isThere = at >= page.start && at + length <= page.start + page.bytes.length;
    if (!isThere) {
      page.bytes = this.#read(at, Math.min(PAGE, this.#stored.length - at));
      page.start = at;
    }
    return page.bytes.subarray(at - page.start, at - page.start + length);
  }
}
