import { addProblem } from './page-guard.ts';
import { uint32, viewOf } from './integers.ts';

const MAGIC_LITTLE_ENDIAN = 0x377f0682;
const MAGIC_BIG_ENDIAN = 0x377f0683;
const LOG_HEADER = 32;
const FRAME_HEADER = 24;

/**
 * The newest committed version of each page in a write-ahead log: frames up to the last commit whose
 * salt and checksum are right, as SQLite takes them when it recovers.
 *
 * https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export function walPages(
  log: Uint8Array,
  pageSize: number,
  problems: string[],
): Map<number, Uint8Array> {
  const pages = new Map<number, Uint8Array>();
  if (log.length === 0) return pages;
  const view = viewOf(log);
  const magic = uint32(view, 0);
  const isLittleEndian = magic === MAGIC_LITTLE_ENDIAN;
  if ((!isLittleEndian && magic !== MAGIC_BIG_ENDIAN) || uint32(view, 8) !== pageSize) {
    addProblem(problems, 'its write-ahead log is of another database or damaged and was left out');
    return pages;
  }
  const sum = new Checksum(view, isLittleEndian);
  if (!sum.add(0, 24).equals(24)) return pages;

  let transaction = new Map<number, Uint8Array>();
  const frame = FRAME_HEADER + pageSize;
  for (let at = LOG_HEADER; at + frame <= log.length; at += frame) {
    const isOfThisLog =
      uint32(view, at + 8) === uint32(view, 16) && uint32(view, at + 12) === uint32(view, 20);
    if (
      !isOfThisLog ||
      !sum
        .add(at, 8)
        .add(at + FRAME_HEADER, pageSize)
        .equals(at + 16)
    )
      break;
    transaction.set(uint32(view, at), log.subarray(at + FRAME_HEADER, at + frame));
    if (uint32(view, at + 4) === 0) continue;
    for (const [number, page] of transaction) pages.set(number, page);
    transaction = new Map();
  }
  return pages;
}

/** Two sums that run on over the whole log, eight bytes at a time. */
class Checksum {
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;
  #first = 0;
  #second = 0;

  constructor(view: DataView, isLittleEndian: boolean) {
    this.#view = view;
    this.#isLittleEndian = isLittleEndian;
  }

  add(start: number, length: number): this {
    for (let at = start; at < start + length; at += 8) {
      this.#first =
        (this.#first + uint32(this.#view, at, this.#isLittleEndian) + this.#second) >>> 0;
      this.#second =
        (this.#second + uint32(this.#view, at + 4, this.#isLittleEndian) + this.#first) >>> 0;
    }
    return this;
  }

  /** Checksums are stored big-endian whatever they were computed in. */
  equals(at: number): boolean {
    return this.#first === uint32(this.#view, at) && this.#second === uint32(this.#view, at + 4);
  }
}
