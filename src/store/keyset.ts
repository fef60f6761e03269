import { type RawBuilder, sql } from 'kysely';

/** A list's order: what it is sorted by, then a name that no two rows share. */
export interface Keyset {
  readonly key: RawBuilder<unknown>;
  readonly name: RawBuilder<unknown>;
  readonly order: 'ascending' | 'descending';
  /** Of the last row of the page before. */
  readonly after: readonly [string | number, string] | undefined;
}

/** Rows that come after the page before; all where there was none. */
export function beyond({ key, name, order, after }: Keyset): RawBuilder<unknown> {
  if (after === undefined) return sql`true`;
  const [last, lastName] = after;
  const value = typeof last === 'number' ? sql`${last}::bigint` : sql`${last}::text`;
  const than = order === 'ascending' ? sql`>` : sql`<`;
  return sql`(${key}, ${name}) ${than} (${value}, ${lastName}::text)`;
}

export function sorted({ key, name, order }: Keyset): RawBuilder<unknown> {
  const way = order === 'ascending' ? sql`asc` : sql`desc`;
  return sql`${key} ${way}, ${name} ${way}`;
}

/** A time as a key: exactly as the database has it. */
export function microseconds(time: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce((extract(epoch from ${time}) * 1000000)::bigint, 0)`;
}
