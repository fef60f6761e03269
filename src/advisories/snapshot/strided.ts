import { ByteReader, ByteWriter } from './bytes.ts';

/** A position is kept for every so many items; those between are stepped over. */
export const STRIDE = 16;

/**
 * Writes items of any length so that each is found by its index, for a quarter of a byte more.
 *
 * @param write one item; `isFirst`: of a stride, from where reading begins.
 */
export function writeStrided<Item>(
  items: readonly Item[],
  write: (data: ByteWriter, item: Item, isFirst: boolean) => void,
): Buffer {
  const data = new ByteWriter();
  const starts = new ByteWriter();
  for (const [index, item] of items.entries()) {
    const isFirst = index % STRIDE === 0;
    if (isFirst) starts.uint32(data.length);
    write(data, item, isFirst);
  }
  const writer = new ByteWriter();
  writer.number(items.length);
  writer.number(data.length);
  writer.raw(starts.take());
  writer.raw(data.take());
  return writer.take();
}

/** Items as writeStrided wrote them, read in place. */
export class Strided {
  readonly count: number;
  readonly #starts: number;
  readonly #data: number;
  readonly #bytes: Buffer;

  /** Leaves the reader behind the items. */
  constructor(reader: ByteReader) {
    this.#bytes = reader.bytes;
    this.count = reader.number();
    const length = reader.number();
    this.#starts = reader.position;
    this.#data = this.#starts + Math.ceil(this.count / STRIDE) * 4;
    reader.position = this.#data + length;
  }

  /** A reader at the first item of a stride. */
  at(stride: number): ByteReader {
    const start = this.#bytes.readUInt32LE(this.#starts + stride * 4);
    return new ByteReader(this.#bytes, this.#data + start);
  }
}
