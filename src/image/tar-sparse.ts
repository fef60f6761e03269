import { INT64_MAX, parseInt64, parseNumeric } from './tar-number.ts';
import type { PaxRecords } from './tar-pax.ts';

/** A stretch of a sparse file that is stored; what lies between is zeros. */
export interface SparseData {
  readonly offset: bigint;
  readonly length: bigint;
}

/** How PAX records say that the file is sparse. */
export type SparseForm =
  | { readonly kind: 'none' }
  /** The map comes before the data (version 1.0). */
  | { readonly kind: 'in-data' }
  /** The map is among the records (0.0 and 0.1); `undefined`: it is malformed. */
  | { readonly kind: 'in-records'; readonly map: readonly SparseData[] | undefined };

/** https://www.gnu.org/software/tar/manual/html_node/PAX-0.html and the two after it. */
export function sparseFormOf(records: PaxRecords): SparseForm {
  const major = records.get('GNU.sparse.major') ?? '';
  const minor = records.get('GNU.sparse.minor') ?? '';
  if (major === '1' && minor === '0') return { kind: 'in-data' };
  if (major === '0' && (minor === '0' || minor === '1')) return inRecords(records);
  if (major !== '' || minor !== '') return { kind: 'none' };
  return records.get('GNU.sparse.map') ? inRecords(records) : { kind: 'none' };
}

function inRecords(records: PaxRecords): SparseForm {
  const count = parseInt64(records.get('GNU.sparse.numblocks') ?? '');
  const text = records.get('GNU.sparse.map') ?? '';
  const numbers = text === '' ? [] : text.split(',');
  if (count === undefined || count < 0n || BigInt(numbers.length) !== 2n * count) {
    return { kind: 'in-records', map: undefined };
  }
  return { kind: 'in-records', map: pairs(numbers) };
}

/** Offsets and lengths in turn; `undefined` when one is no number. */
export function pairs(numbers: readonly string[]): readonly SparseData[] | undefined {
  const map: SparseData[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    const offset = parseInt64(numbers[at] ?? '');
    const length = parseInt64(numbers[at + 1] ?? '');
    if (offset === undefined || length === undefined) return undefined;
    map.push({ offset, length });
  }
  return map;
}

const PAIR = 24;

/**
 * The entries of an old GNU sparse header (4 of them) or of one of its extension blocks (21), and
 * whether another block follows. `undefined`: malformed.
 */
export function oldSparseEntries(
  block: Uint8Array,
): { readonly map: readonly SparseData[]; readonly isExtended: boolean } | undefined {
  const map: SparseData[] = [];
  const count = Math.floor(block.length / PAIR);
  for (let at = 0; at < count; at += 1) {
    const entry = block.subarray(at * PAIR, (at + 1) * PAIR);
    if (entry[0] === 0) break;
    const offset = parseNumeric(entry.subarray(0, 12));
    const length = parseNumeric(entry.subarray(12));
    if (offset === undefined || length === undefined) return undefined;
    map.push({ offset, length });
  }
  return { map, isExtended: block[count * PAIR] !== 0 };
}

/**
 * Whether the stretches are in order, apart and within the file, and together as long as what is
 * stored of it. archive/tar finds the last only when it reads the content, which unpacking does.
 */
export function isSoundMap(map: readonly SparseData[], size: bigint, stored: bigint): boolean {
  let end = 0n;
  let total = 0n;
  for (const { offset, length } of map) {
    if (offset < 0n || length < 0n || offset > INT64_MAX - length) return false;
    if (offset + length > size || end > offset) return false;
    end = offset + length;
    total += length;
  }
  return size >= 0n && total === stored;
}

const MIB = 1024 * 1024;
/** As much map as archive/tar reads. */
const MAP_BYTES = MIB;
const OLD_MAP = { start: 386, end: 483 };
const NEWLINE = 0x0a;

/** Gathers the map of a sparse file from wherever its format keeps it. */
export class SparseMapReader {
  readonly #isOld: boolean;
  #bytes = 0;
  #text = '';
  #newlines = 0;
  #needed = 1;
  readonly map: SparseData[] = [];
  /** The whole file's size, holes included. */
  readonly size: bigint;
  /** The file's name, where the sparse records carry another than the header. */
  readonly name: Buffer | undefined;
  isWhole = false;

  private constructor(isOld: boolean, size: bigint, name: Buffer | undefined) {
    this.#isOld = isOld;
    this.size = size;
    this.name = name;
  }

  /** The map stands in the header, and in blocks after it if that says so. */
  static old(block: Uint8Array): SparseMapReader | string {
    const size = parseNumeric(block.subarray(OLD_MAP.end, OLD_MAP.end + 12));
    if (size === undefined) return 'its size as a sparse file cannot be read';
    const reader = new SparseMapReader(true, size, undefined);
    return reader.push(block.subarray(OLD_MAP.start, OLD_MAP.end)) ?? reader;
  }

  /** The map stands in the records or, in version 1.0, before the data. */
  static pax(storedSize: bigint, records: PaxRecords, form: SparseForm): SparseMapReader | string {
    const stated = records.get('GNU.sparse.size') || records.get('GNU.sparse.realsize');
    const size = stated ? parseInt64(stated) : storedSize;
    if (size === undefined) return 'its size as a sparse file cannot be read';
    const name = records.get('GNU.sparse.name');
    const reader = new SparseMapReader(false, size, name ? Buffer.from(name, 'latin1') : undefined);
    if (form.kind !== 'in-records') return reader;
    if (!form.map) return 'its sparse map is malformed';
    for (const stretch of form.map) reader.map.push(stretch);
    reader.isWhole = true;
    return reader;
  }

  /** Takes the next block; says what is wrong with it. */
  push(block: Uint8Array): string | undefined {
    this.#bytes += block.length;
    return this.#isOld ? this.#pushOld(block) : this.#pushText(block);
  }

  #pushOld(block: Uint8Array): string | undefined {
    const entries = oldSparseEntries(block);
    if (!entries) return 'its sparse map is malformed';
    this.map.push(...entries.map);
    this.isWhole = !entries.isExtended;
    return this.isWhole || this.#bytes < MAP_BYTES ? undefined : 'its sparse map is too long';
  }

  #pushText(block: Uint8Array): string | undefined {
    if (this.#bytes > MAP_BYTES) return 'its sparse map is too long';
    for (const byte of block) if (byte === NEWLINE) this.#newlines += 1;
    this.#text += Buffer.from(block).toString('latin1');
    if (this.#needed === 1 && this.#newlines > 0) {
      const count = parseInt64(this.#text.slice(0, this.#text.indexOf('\n')));
      if (count === undefined || count < 0n) return 'its sparse map is malformed';
      if (count > BigInt(MAP_BYTES)) return 'its sparse map is too long';
      this.#needed = 1 + 2 * Number(count);
    }
    if (this.#newlines < this.#needed) return undefined;
    const map = pairs(this.#text.split('\n').slice(1, this.#needed));
    if (!map) return 'its sparse map is malformed';
    for (const stretch of map) this.map.push(stretch);
    this.isWhole = true;
    return undefined;
  }
}

/** Zeros to hand out for holes; nobody may write to them. */
const HOLE: Uint8Array = new Uint8Array(64 * 1024);

/** Puts the stored bytes of a sparse file where they belong, with zeros between. */
export class SparseWriter {
  readonly #map: readonly SparseData[];
  readonly #size: number;
  readonly #write: (bytes: Uint8Array) => void;
  #next = 0;
  #at = 0;

  constructor(map: readonly SparseData[], size: number, write: (bytes: Uint8Array) => void) {
    this.#map = map.filter(({ length }) => length > 0n);
    this.#size = size;
    this.#write = write;
  }

  push(bytes: Uint8Array): void {
    let used = 0;
    while (used < bytes.length) {
      const stretch = this.#map[this.#next];
      if (!stretch) return;
      this.#fill(Number(stretch.offset));
      const end = Number(stretch.offset + stretch.length);
      const part = bytes.subarray(used, used + end - this.#at);
      this.#write(part);
      used += part.length;
      this.#at += part.length;
      if (this.#at === end) this.#next += 1;
    }
  }

  end(): void {
    this.#fill(this.#size);
  }

  #fill(to: number): void {
    while (this.#at < to) {
      const length = Math.min(HOLE.length, to - this.#at);
      this.#write(HOLE.subarray(0, length));
      this.#at += length;
    }
  }
}
