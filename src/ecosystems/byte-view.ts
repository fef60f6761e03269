/**
 * Random access to bytes that lie in several chunks, or on a disk, without joining them. What lies outside is
 * `undefined` or -1, never thrown: offsets come from hostile files.
 */
export interface ByteView {
  readonly length: number;
  /** Not copied where one chunk holds it all. */
  bytes(offset: number, length: number): Buffer | undefined;
  /** The same bytes as a view of their own, nothing copied. */
  view(offset: number, length: number): ByteView | undefined;
  uint8(offset: number): number | undefined;
  uint16(offset: number, littleEndian: boolean): number | undefined;
  uint32(offset: number, littleEndian: boolean): number | undefined;
  /** `undefined` too of what a double cannot hold exactly. */
  uint64(offset: number, littleEndian: boolean): number | undefined;
  /** All of it in order, in pieces: as they lie in memory, or each read in place of the last. */
  pieces(): Iterable<Buffer>;
  /** Offset of the first occurrence that begins in [from, to); -1: none. Chunk borders do not hide it. */
  indexOf(needle: Uint8Array, from: number, to: number): number;
}

/** Makes a view of chunks in their order. */
export function byteViewOf(chunks: readonly Uint8Array[]): ByteView {
  const parts: Buffer[] = [];
  const starts: number[] = [];
  let length = 0;
  for (const chunk of chunks) {
    if (chunk.length === 0) continue;
    parts.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    starts.push(length);
    length += chunk.length;
  }
  return viewOf(parts, starts, length);
}

function viewOf(parts: readonly Buffer[], starts: readonly number[], length: number): ByteView {
  const isInside = (offset: number, size: number) =>
    Number.isSafeInteger(offset) && offset >= 0 && size >= 0 && offset + size <= length;

  const bytes = (offset: number, size: number): Buffer | undefined => {
    if (!isInside(offset, size)) return undefined;
    if (size === 0) return Buffer.alloc(0);
    const pieces = piecesOf(parts, starts, offset, size);
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, size);
  };

  return {
    length,
    bytes,
    view: (offset, size) =>
      isInside(offset, size) ? byteViewOf(piecesOf(parts, starts, offset, size)) : undefined,
    pieces: () => parts,
    uint8: (offset) => bytes(offset, 1)?.[0],
    uint16(offset, littleEndian) {
      const found = bytes(offset, 2);
      return littleEndian ? found?.readUInt16LE() : found?.readUInt16BE();
    },
    uint32(offset, littleEndian) {
      const found = bytes(offset, 4);
      return littleEndian ? found?.readUInt32LE() : found?.readUInt32BE();
    },
    uint64(offset, littleEndian) {
      const found = bytes(offset, 8);
      const value = Number(
        (littleEndian ? found?.readBigUInt64LE() : found?.readBigUInt64BE()) ?? -1n,
      );
      return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
    },
    indexOf: (needle, from, to) =>
      needle.length === 0 ? -1 : indexOf(parts, starts, length, needle, from, to),
  };
}

function piecesOf(
  parts: readonly Buffer[],
  starts: readonly number[],
  offset: number,
  size: number,
): Buffer[] {
  const pieces: Buffer[] = [];
  const end = offset + size;
  for (let index = partAt(starts, offset); index < parts.length; index += 1) {
    const start = starts[index] ?? 0;
    const part = parts[index];
    if (part === undefined || start >= end) break;
    pieces.push(part.subarray(Math.max(0, offset - start), Math.min(part.length, end - start)));
  }
  return pieces;
}

/** Searches each part by itself, and the bytes about each border once more. */
function indexOf(
  parts: readonly Buffer[],
  starts: readonly number[],
  length: number,
  needle: Uint8Array,
  from: number,
  to: number,
): number {
  const first = Math.max(0, from);
  const last = Math.min(to, length - needle.length + 1);
  const overlap = needle.length - 1;
  for (let index = partAt(starts, first); index < parts.length; index += 1) {
    const start = starts[index] ?? 0;
    const part = parts[index];
    if (part === undefined || start >= last) break;
    const inPart = part
      .subarray(0, Math.min(part.length, last - start + overlap))
      .indexOf(needle, Math.max(0, first - start));
    if (inPart >= 0) return start + inPart;
    const seam = Math.max(first, start + part.length - overlap);
    const size = Math.min(start + part.length + overlap, length) - seam;
    if (overlap === 0 || size < needle.length) continue;
    const across = Buffer.concat(piecesOf(parts, starts, seam, size)).indexOf(needle);
    if (across >= 0) return seam + across < last ? seam + across : -1;
  }
  return -1;
}

/** Index of the part that holds an offset, by halving. */
function partAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
