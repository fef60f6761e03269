import { parseJson } from '../base/index.ts';
import { ProblemError } from './problem.ts';

/** More at once would hold the database and the browser; the screens show a hundred. */
export const MOST_PER_PAGE = 1_000;
export const PER_PAGE = 100;

/** Of `?limit=` and `?after=`. */
export interface PageRequest<Key> {
  readonly limit: number;
  /** The last key of the page before; absent on the first. */
  readonly after?: Key;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** For `?after=`; absent on the last page. */
  readonly next?: string;
}

/** What a list is sorted by, in order: the last must be unique. */
export type CursorKey = readonly (string | number)[];

/** `list` names the list and its sort, so that a cursor is of no use in another. */
export function encodeCursor(list: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** The key that `cursor` carries; refused unless it was made for `list` with as many parts. */
export function decodeCursor(list: string, parts: number, cursor: string): CursorKey {
  const parsed = parseJson(Buffer.from(cursor, 'base64url'), { nesting: 1, bytes: 4_096 });
  if (parsed.ok && Array.isArray(parsed.value)) {
    const [name, ...key]: readonly unknown[] = parsed.value;
    const isKey = key.every((part) => typeof part === 'string' || Number.isSafeInteger(part));
    if (name === list && key.length === parts && isKey) {
      return key.filter((part) => typeof part === 'string' || typeof part === 'number');
    }
  }
  throw new ProblemError('request.cursor-invalid');
}

/** A part of a key that is sorted by as a number. */
export function numberAt(key: CursorKey, at: number): number {
  const part = key[at];
  if (typeof part === 'number') return part;
  throw new ProblemError('request.cursor-invalid');
}

interface SortedInput {
  readonly sort?: string | undefined;
  readonly order?: string | undefined;
  readonly limit?: number;
  readonly after?: string;
}

/** Paging through a list that is sorted by its names, or by a number and then by its names. */
export interface SortedPaging {
  /** What to read for a page: one more than it shows, from the end of the one before. */
  queryOf<Input extends SortedInput>(input: Input): SortedQuery<Input>;
  cursorOf(input: SortedInput): (row: SortedRow) => string;
}

type SortedQuery<Input> = Omit<Input, 'limit' | 'after'> & {
  readonly limit: number;
  readonly after?: readonly [string | number, string];
};

interface SortedRow {
  readonly key: string | number;
  readonly name: string;
}

export function sortedPaging(name: string): SortedPaging {
  // A cursor is of one sort and order.
  const listOf = ({ sort = 'name', order = 'ascending' }: SortedInput): string =>
    `${name} ${sort} ${order}`;
  const startOf = (input: SortedInput, cursor: string): readonly [string | number, string] => {
    const key = decodeCursor(listOf(input), 2, cursor);
    const isText = (input.sort ?? 'name') === 'name';
    return [isText ? String(key[0]) : numberAt(key, 0), String(key[1])];
  };
  return {
    queryOf: ({ limit = PER_PAGE, after, ...filters }) => ({
      ...filters,
      limit: limit + 1,
      ...(after !== undefined && { after: startOf(filters, after) }),
    }),
    cursorOf:
      (input) =>
      ({ key, name: last }) =>
        encodeCursor(listOf(input), [key, last]),
  };
}

/**
 * A page out of what was read with `limit + 1`: the one too many tells that there is more, and is
 * left out.
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  present: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => present(row)),
    ...(rows.length > limit && last !== undefined && { next: cursorOf(last) }),
  };
}

/** A page of a list that is whole in memory and sorted by `keyOf`, by code units. */
export function pageOfAll<Item>(
  all: readonly Item[],
  request: { readonly list: string; readonly limit: number; readonly after?: string | undefined },
  keyOf: (item: Item) => string,
  order: 'ascending' | 'descending' = 'ascending',
): Page<Item> {
  return pageOfKeyed(
    all.map((item) => ({ item, key: keyOf(item) })),
    request,
    order,
  );
}

/** The same of items whose keys are known. */
export function pageOfKeyed<Item>(
  all: readonly { readonly item: Item; readonly key: string }[],
  request: { readonly list: string; readonly limit: number; readonly after?: string | undefined },
  order: 'ascending' | 'descending' = 'ascending',
): Page<Item> {
  const { list, limit, after } = request;
  const isBefore = (left: string, right: string): boolean =>
    order === 'ascending' ? left < right : left > right;
  const [start] = after === undefined ? [undefined] : decodeCursor(list, 1, after);
  const rest = start === undefined ? all : all.filter(({ key }) => isBefore(String(start), key));
  return pageOf(
    rest.toSorted((left, right) => (isBefore(left.key, right.key) ? -1 : 1)),
    limit,
    ({ key }) => encodeCursor(list, [key]),
    ({ item }) => item,
  );
}

/** A page of a list that never changes: `list` names its content too, so that places in it stay. */
export function pageAt<Item>(
  all: readonly Item[],
  request: { readonly list: string; readonly limit: number; readonly after?: string | undefined },
): Page<Item> {
  const { list, limit, after } = request;
  const [start] = after === undefined ? [0] : decodeCursor(list, 1, after);
  if (typeof start !== 'number' || start < 0) throw new ProblemError('request.cursor-invalid');
  const end = start + limit;
  return {
    items: all.slice(start, end),
    ...(end < all.length && { next: encodeCursor(list, [end]) }),
  };
}
