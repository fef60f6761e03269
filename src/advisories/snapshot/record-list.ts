import type { ByteReader } from './bytes.ts';
import { STRIDE, Strided, writeStrided } from './strided.ts';

/** Writes records of any length so that each is found by its index: 1.25 bytes more for each. */
export function writeRecords(records: readonly Uint8Array[]): Buffer {
  return writeStrided(records, (data, record) => {
    data.number(record.length);
    data.raw(record);
  });
}

/** Records as writeRecords wrote them, read in place. */
export class RecordList {
  readonly #records: Strided;

  /** Leaves the reader behind the list. */
  constructor(reader: ByteReader) {
    this.#records = new Strided(reader);
  }

  get count(): number {
    return this.#records.count;
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
    const reader = this.#records.at(Math.floor(index / STRIDE));
    for (let step = index % STRIDE; step > 0; step -= 1) {
      const length = reader.number();
      reader.position += length;
    }
    return reader;
  }
}
