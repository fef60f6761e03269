import type { HeaderBlobs } from './header-blobs.ts';
import { addProblem, PageGuard } from '../page-guard.ts';
import { uint16, uint32, viewOf } from '../integers.ts';

const HASH_MAGIC = 0x00061561;
const MAGIC_AT = 12;
const PAGE_HEADER = 26;

/** Page types. */
const HASH_UNSORTED = 2;
const OVERFLOW = 7;
const HASH = 13;

/** Entry types on a hash page. */
const KEY_OR_DATA = 1;
const OFF_PAGE = 3;
/** An entry that points to an overflow chain: type, three unused bytes, page, total length. */
const OFF_PAGE_LENGTH = 12;

/** Whether the bytes begin as a Berkeley DB hash, of either byte order. */
export function isBdb(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  return [true, false].some((order) => uint32(view, MAGIC_AT, order) === HASH_MAGIC);
}

/**
 * Reads the values of a Berkeley DB hash table, which rpm's `Packages` was until 4.16: keys are
 * package numbers, values headers, nearly all of them on chains of overflow pages.
 *
 * https://github.com/berkeleydb/libdb/blob/master/src/dbinc/db_page.h
 */
export function readBdb(bytes: Uint8Array): HeaderBlobs {
  const view = viewOf(bytes);
  const isLittleEndian = uint32(view, MAGIC_AT, true) === HASH_MAGIC;
  const pageSize = uint32(view, 20, isLittleEndian);
  const lastPage = uint32(view, 32, isLittleEndian);
  const isSound = pageSize >= 512 && pageSize <= 65_536 && (pageSize & (pageSize - 1)) === 0;
  if (!isSound) return { blobs: [], problems: [`its page size is ${pageSize}`] };
  if (bytes[24] !== 0) return { blobs: [], problems: ['it is encrypted'] };

  const table: Table = { bytes, view, isLittleEndian, pageSize, guard: new PageGuard() };
  const blobs: Uint8Array[] = [];
  const problems: string[] = [];
  if ((lastPage + 1) * pageSize > bytes.length)
    addProblem(problems, 'it ends before its last page');
  const pages = Math.min(lastPage + 1, Math.floor(bytes.length / pageSize));
  for (let page = 1; page < pages; page++) {
    const type = bytes[page * pageSize + 25];
    if (type === HASH || type === HASH_UNSORTED) readHashPage(table, page, blobs, problems);
  }
  return { blobs, problems };
}

interface Table {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly isLittleEndian: boolean;
  readonly pageSize: number;
  readonly guard: PageGuard;
}

/** Entries grow down from the page's end, their offsets up from its header: key, value, key... */
function readHashPage(table: Table, page: number, blobs: Uint8Array[], problems: string[]): void {
  const { view, isLittleEndian, pageSize } = table;
  const start = page * pageSize;
  const entries = uint16(view, start + 20, isLittleEndian);
  let previous = pageSize;
  for (let entry = 0; entry < entries; entry++) {
    const index = PAGE_HEADER + entry * 2;
    const offset = uint16(view, start + index, isLittleEndian);
    if (index + 2 > pageSize || offset >= previous || offset < PAGE_HEADER) {
      addProblem(problems, `page ${page} is damaged`);
      return;
    }
    const isValue = entry % 2 === 1;
    if (isValue) {
      const value = readValue(table, start + offset, start + previous);
      if (value === undefined) addProblem(problems, `a value on page ${page} is damaged`);
      else if (value.length > 0) blobs.push(value);
    }
    previous = offset;
  }
}

/** Empty: not a header (the first record counts the packages). */
function readValue(table: Table, start: number, end: number): Uint8Array | undefined {
  const { bytes, view, isLittleEndian } = table;
  const kind = bytes[start];
  if (kind === KEY_OR_DATA) {
    const value = bytes.subarray(start + 1, end);
    return value.length > 4 ? value : new Uint8Array();
  }
  if (kind !== OFF_PAGE || end - start < OFF_PAGE_LENGTH) return undefined;
  const first = uint32(view, start + 4, isLittleEndian);
  return readChain(table, first, uint32(view, start + 8, isLittleEndian));
}

function readChain(table: Table, first: number, length: number): Uint8Array | undefined {
  const { bytes, view, isLittleEndian, pageSize, guard } = table;
  if (length > bytes.length) return undefined;
  const value = new Uint8Array(length);
  let filled = 0;
  for (let page = first; page !== 0 && filled < length;) {
    const start = page * pageSize;
    if (start + pageSize > bytes.length || bytes[start + 25] !== OVERFLOW) return undefined;
    if (!guard.enter(page)) return undefined;
    const used = uint16(view, start + 22, isLittleEndian);
    const part = bytes.subarray(
      start + PAGE_HEADER,
      start + Math.min(PAGE_HEADER + used, pageSize),
    );
    value.set(part.subarray(0, length - filled), filled);
    filled += part.length;
    page = uint32(view, start + 16, isLittleEndian);
  }
  return filled >= length ? value : undefined;
}
