import { uint16, uint32, viewOf } from './integers.ts';
import { addProblem, PageGuard } from './page-guard.ts';
import { readRecord, readVarint, type SqliteValue } from './sqlite-record.ts';
import { walPages } from './sqlite-wal.ts';

const MAGIC = 'SQLite format 3\0';
const FILE_HEADER = 100;

/** B-tree pages of tables. */
const INTERIOR = 0x05;
const LEAF = 0x0d;

/** Whether the bytes begin as a SQLite database. */
export function isSqlite(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;
}

/** What was read of a table. */
export interface SqliteTable {
  /** Columns in their order; a damaged row may have fewer. */
  readonly rows: readonly (readonly SqliteValue[])[];
  /** Sentences; empty of a whole database. */
  readonly problems: readonly string[];
}

/**
 * Reads a table of a SQLite database with what its write-ahead log adds. Reads pages only: no SQL, no
 * index, no free list.
 *
 * https://www.sqlite.org/fileformat2.html
 */
export function readSqliteTable(bytes: Uint8Array, table: string, log?: Uint8Array): SqliteTable {
  const pageSize = uint16(viewOf(bytes), 16) === 1 ? 65_536 : uint16(viewOf(bytes), 16);
  const usable = pageSize - (bytes[20] ?? 0);
  const isSound = pageSize >= 512 && (pageSize & (pageSize - 1)) === 0 && usable >= 480;
  if (!isSound) return { rows: [], problems: [`its page size is ${pageSize}`] };

  const problems: string[] = [];
  const newer = log ? walPages(log, pageSize, problems) : new Map<number, Uint8Array>();
  const database: Database = {
    pageSize,
    usable,
    page(number) {
      const start = (number - 1) * pageSize;
      const isInside = number > 0 && start + pageSize <= bytes.length;
      return newer.get(number) ?? (isInside ? bytes.subarray(start, start + pageSize) : undefined);
    },
    guard: new PageGuard(),
    problems,
  };
  const root = findTable(database, table);
  if (root === undefined) addProblem(problems, `it has no table named ${table}`);
  return { rows: root === undefined ? [] : [...rowsOf(database, root)], problems };
}

interface Database {
  readonly pageSize: number;
  /** Bytes of a page that hold content. */
  readonly usable: number;
  /** Pages count from 1. */
  page(number: number): Uint8Array | undefined;
  readonly guard: PageGuard;
  readonly problems: string[];
}

type Row = readonly SqliteValue[];

/** The schema is a table too, at page 1: type, name, table's name, root page, SQL. */
function findTable(database: Database, name: string): number | undefined {
  for (const [type, , table, root] of rowsOf(database, 1)) {
    if (textOf(type) === 'table' && textOf(table) === name && typeof root === 'number') return root;
  }
  return undefined;
}

/** The text of a column; bytes that are none have U+FFFD in it. */
export function textOf(value: SqliteValue): string | undefined {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : undefined;
}

/** The rows below a root page, in order of their keys, without recursion. */
function* rowsOf(database: Database, root: number): Generator<Row> {
  const stack = [root];
  for (let number = stack.pop(); number !== undefined; number = stack.pop()) {
    const page = database.page(number);
    if (!page || !database.guard.enter(number)) {
      addProblem(database.problems, `page ${number} is missing, or met twice`);
      continue;
    }
    const start = number === 1 ? FILE_HEADER : 0;
    const type = page[start];
    if (type === INTERIOR) stack.push(...childrenOf(page, start).toReversed());
    else if (type === LEAF) yield* cellsOf(database, page, start);
    else addProblem(database.problems, `page ${number} is none of a table`);
  }
}

/** No more cells than fit: each has a pointer of two bytes. */
function cellPointers(page: Uint8Array, start: number, header: number): number[] {
  const view = viewOf(page);
  const count = Math.min(uint16(view, start + 3), page.length >> 1);
  return Array.from({ length: count }, (_, i) => uint16(view, start + header + i * 2));
}

function childrenOf(page: Uint8Array, start: number): number[] {
  const view = viewOf(page);
  const children = cellPointers(page, start, 12).map((cell) => uint32(view, cell));
  return [...children, uint32(view, start + 8)];
}

function* cellsOf(database: Database, page: Uint8Array, start: number): Generator<Row> {
  let budget = page.length;
  for (const cell of cellPointers(page, start, 8)) {
    const { payload, local } = readPayload(database, page, cell);
    // Cells that do not overlap are no longer than their page together.
    budget -= local;
    if (payload && budget >= 0) yield readRecord(payload);
    else addProblem(database.problems, 'a row is damaged');
  }
}

interface Cell {
  readonly payload: Uint8Array | undefined;
  /** How much of it stands on the leaf page itself. */
  readonly local: number;
}

/** A cell: payload length, key, the payload's start, and the page where the rest begins. */
function readPayload(database: Database, page: Uint8Array, cell: number): Cell {
  const [length, afterLength] = readVarint(page, cell);
  const [, at] = readVarint(page, afterLength);
  const local = localLength(length, database.usable);
  if (at + local > page.length) return { payload: undefined, local };
  const start = page.subarray(at, at + local);
  if (local === length) return { payload: start, local };
  const next = uint32(viewOf(page), at + local);
  return { payload: readOverflow(database, start, next, length - local), local };
}

/** Pages of a chain begin with the number of the next. */
function readOverflow(
  database: Database,
  start: Uint8Array,
  first: number,
  length: number,
): Uint8Array | undefined {
  const parts = [start];
  let next = first;
  for (let left = length; left > 0; left -= database.usable - 4) {
    const page = database.page(next);
    if (!page || !database.guard.enter(next)) return undefined;
    parts.push(page.subarray(4, Math.min(database.usable, 4 + left)));
    next = uint32(viewOf(page), 0);
  }
  return Buffer.concat(parts);
}

/** How much of a payload stays on its leaf page (section 1.6 of the format). */
function localLength(length: number, usable: number): number {
  const most = usable - 35;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usable - 4));
  return wanted <= most ? wanted : least;
}
