import type { FileHandle } from 'node:fs/promises';

/** Bytes that are read from the front: a file, where skipping is free, or a pipe. */
export interface ByteInput {
  /** How many bytes have been read or skipped. */
  readonly offset: number;
  /** The next `length` bytes; fewer only at the end. */
  read(length: number): Promise<Uint8Array>;
  /** The next `length` bytes as they come; fewer only at the end. */
  chunks(length: number): AsyncIterable<Uint8Array>;
  /** How many bytes were there to skip: fewer than `length` only at the end. */
  skip(length: number): Promise<number>;
}

const CHUNK = 1 << 18;

/** The file from its start to `size`. The handle stays the caller's. */
export function fileInput(handle: FileHandle, size: number): ByteInput {
  let offset = 0;
  const read = async (length: number): Promise<Uint8Array> => {
    const wanted = Math.max(0, Math.min(length, size - offset));
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await handle.read(bytes, filled, wanted - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    offset += filled;
    return bytes.subarray(0, filled);
  };
  return {
    get offset() {
      return offset;
    },
    read,
    chunks: (length) => pieces(length, read),
    skip: (length) => {
      const skipped = Math.max(0, Math.min(length, size - offset));
      offset += skipped;
      return Promise.resolve(skipped);
    },
  };
}

/** What a stream yields. Call `read(0)` for nothing; the iterator is never closed here. */
export function streamInput(stream: AsyncIterable<Uint8Array>): ByteInput {
  const iterator = stream[Symbol.asyncIterator]();
  let offset = 0;
  let rest: Uint8Array = new Uint8Array(0);
  /** Some bytes, at most `length`; none at the end. */
  const some = async (length: number): Promise<Uint8Array> => {
    if (length === 0) return new Uint8Array(0);
    while (rest.length === 0) {
      const next = await iterator.next();
      if (next.done) return rest;
      rest = next.value;
    }
    const taken = rest.subarray(0, length);
    rest = rest.subarray(taken.length);
    offset += taken.length;
    return taken;
  };
  const read = async (length: number): Promise<Uint8Array> => {
    const taken: Uint8Array[] = [];
    for await (const piece of pieces(length, some)) taken.push(piece);
    return taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken);
  };
  return {
    get offset() {
      return offset;
    },
    read,
    chunks: (length) => pieces(length, some),
    skip: async (length) => {
      let skipped = 0;
      for await (const piece of pieces(length, some)) skipped += piece.length;
      return skipped;
    },
  };
}

async function* pieces(
  length: number,
  next: (length: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let left = length;
  while (left > 0) {
    const piece = await next(Math.min(left, CHUNK));
    if (piece.length === 0) return;
    left -= piece.length;
    yield piece;
  }
}
