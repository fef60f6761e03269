import { ByteReader, ByteWriter } from './bytes.ts';
import { byCodeUnits } from './order.ts';
import { RecordList, writeRecords } from './record-list.ts';
import { StringTable, writeStrings } from './string-table.ts';

const FORMAT = 1;

/** Packs values, each under its key: texts of advisories, context of vulnerabilities. */
export function writeKeyedShard(values: ReadonlyMap<string, Uint8Array>): Buffer {
  const sorted = [...values].toSorted(([a], [b]) => byCodeUnits(a, b));
  const writer = new ByteWriter();
  writer.byte(FORMAT);
  writer.raw(writeStrings(sorted.map(([key]) => key)));
  writer.raw(writeRecords(sorted.map(([, value]) => value)));
  return writer.take();
}

/** A shard read in place. Throws a RangeError of bytes that writeKeyedShard did not make. */
export class KeyedShard {
  readonly byteLength: number;
  readonly #keys: StringTable;
  readonly #values: RecordList;

  constructor(bytes: Buffer) {
    const reader = new ByteReader(bytes);
    if (reader.byte() !== FORMAT) throw new RangeError('a shard has another format');
    this.byteLength = bytes.length;
    this.#keys = new StringTable(reader);
    this.#values = new RecordList(reader);
  }

  get(key: string): Buffer | undefined {
    const index = this.#keys.indexOf(key);
    return index < 0 ? undefined : this.#values.bytesAt(index);
  }

  /** Everything, in the order of the keys. */
  *entries(): Generator<readonly [key: string, value: Buffer]> {
    for (let index = 0; index < this.#keys.count; index += 1) {
      yield [this.#keys.at(index), this.#values.bytesAt(index)];
    }
  }
}
