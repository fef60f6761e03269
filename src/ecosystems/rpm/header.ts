import { uint16, uint32, viewOf } from '../integers.ts';

/**
 * The tags that are read.
 * https://github.com/rpm-software-management/rpm/blob/master/include/rpm/rpmtag.h
 */
export const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  architecture: 1022,
  oldFileNames: 1027,
  fileModes: 1030,
  fileDigests: 1035,
  sourceRpm: 1044,
  directoryIndexes: 1116,
  baseNames: 1117,
  directoryNames: 1118,
  fileDigestAlgorithm: 5011,
  modularityLabel: 5096,
} as const;

/** Types of entries. */
const INT16 = 3;
const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;
const I18N_STRING = 9;

/** rpm's own limit on entries; its limit on data (256 MiB) is above what is read of a file. */
const MOST_ENTRIES = 65_535;
const PREAMBLE = 8;
const ENTRY = 16;

/** One package's header. A tag that is absent, of another type or outside the data reads as none. */
export interface RpmHeader {
  text(tag: number): string | undefined;
  texts(tag: number): string[];
  number(tag: number): number | undefined;
  numbers(tag: number): number[];
}

/**
 * Reads a header as databases store it, without magic: the counts of entries and of data bytes,
 * entries of tag, type, offset and count, the data; all big-endian. `undefined` of anything else.
 *
 * https://rpm-software-management.github.io/rpm/manual/format_header.html
 */
export function parseHeader(blob: Uint8Array): RpmHeader | undefined {
  const view = viewOf(blob);
  const count = uint32(view, 0);
  const length = uint32(view, 4);
  const start = PREAMBLE + count * ENTRY;
  if (count === 0 || count > MOST_ENTRIES || start + length > blob.length) return undefined;

  const data = Buffer.from(blob.buffer, blob.byteOffset + start, length);
  const entries = readEntries(view, count);
  const texts = (tag: number): string[] => textsOf(data, entries.get(tag));
  const numbers = (tag: number): number[] => numbersOf(data, entries.get(tag));
  return {
    text: (tag) => texts(tag)[0],
    texts,
    number: (tag) => numbers(tag)[0],
    numbers,
  };
}

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

const WANTED: ReadonlySet<number> = new Set(Object.values(TAG));

function readEntries(view: DataView, count: number): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  for (let i = 0; i < count; i++) {
    const at = PREAMBLE + i * ENTRY;
    const tag = uint32(view, at);
    if (!WANTED.has(tag)) continue;
    entries.set(tag, {
      type: uint32(view, at + 4),
      offset: uint32(view, at + 8),
      count: uint32(view, at + 12),
    });
  }
  return entries;
}

/** Strings end with NUL. */
function textsOf(data: Buffer, entry: Entry | undefined): string[] {
  if (!entry || ![STRING, STRING_ARRAY, I18N_STRING].includes(entry.type)) return [];
  const wanted = entry.type === STRING ? 1 : entry.count;
  let end = entry.offset;
  let found = 0;
  while (found < wanted && end < data.length) {
    if (data[end] === 0) found++;
    end++;
  }
  // The last one's NUL would open one more.
  return found === 0 ? [] : data.toString('utf8', entry.offset, end).split('\0').slice(0, found);
}

function numbersOf(data: Buffer, entry: Entry | undefined): number[] {
  if (!entry || (entry.type !== INT16 && entry.type !== INT32)) return [];
  const size = entry.type === INT16 ? 2 : 4;
  const read = entry.type === INT16 ? uint16 : uint32;
  if (entry.offset + entry.count * size > data.length) return [];
  const view = viewOf(data);
  return Array.from({ length: entry.count }, (_, i) => read(view, entry.offset + i * size));
}
