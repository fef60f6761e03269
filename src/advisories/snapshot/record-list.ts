import { ByteReader, ByteWriter } from './bytes.ts';

/** A position is kept for every so many records; those between are stepped over. */
const STRIDE = 16;

/** Writes records of any length so that each is found by its index: 1.25 bytes more for each. */
export function writeRecords(records: readonly Uint8Array[]): Buffer {
  const data = new ByteWriter();
  const starts = new ByteWriter();
  for (const [index, record] of records.entries()) {
    if (index % STRIDE === 0) starts.uint32(data.length);
    data.number(record.length);
    data.raw(record);
  }
  const writer = new ByteWriter();
  writer.number(records.length);
  writer.number(data.length);
  writer.raw(starts.take());
  writer.raw(data.take());
  return writer.take();
}

/** Records as writeRecords wrote them, read in place. */
export class RecordList {
  readonly count: number;
  readonly #starts: number;
  readonly #data: number;
  readonly #bytes: Buffer;

  /** Leaves the reader behind the list. */
  constructor(reader: ByteReader) {
    this.#bytes = reader.bytes;
    this.count = reader.number();
    const length = reader.number();
    this.#starts = reader.position;
    this.#data = this.#starts + Math.ceil(this.count / STRIDE) * 4;
    reader.position = this.#data + length;
  }

  /** A reader at the start of a record; the record's end is not marked. */
  at(index: number): ByteReader {
    const reader = this.#seek(index);
    reader.number();
    return reader;
  }

  /** The bytes of one record, not copied. */
  bytesAt(index: number): Buffer {
    const reader = this.#seek(index);
    return reader.raw(reader.number());
  }

  #seek(index: number): ByteReader {
    if (index >= this.count) throw new RangeError(`a shard has no record ${index}`);
    const start = this.#bytes.readUInt32LE(this.#starts + Math.floor(index / STRIDE) * 4);
    const reader = new ByteReader(this.#bytes, this.#data + start);
    for (let step = index % STRIDE; step > 0; step -= 1) {
      const length = reader.number();
      reader.position += length;
    }
    return reader;
  }
}
