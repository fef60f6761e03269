export interface SortOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

/** `name`, or `-name` for the other way round: as it stands in the address. */
export function parseOrder(text: string | undefined): SortOrder | undefined {
  if (text === undefined || text === '' || text === '-') return undefined;
  const isDescending = text.startsWith('-');
  return { column: isDescending ? text.slice(1) : text, isDescending };
}

/** After one more click on a column: up, down, as it came. */
export function orderText(column: string, present: SortOrder | undefined): string | undefined {
  if (present?.column !== column) return column;
  return present.isDescending ? undefined : `-${column}`;
}

/** Keeps the order of what is equal, both ways. */
export function sortRows<Row>(
  rows: readonly Row[],
  compare: (left: Row, right: Row) => number,
  { isDescending }: SortOrder,
): readonly Row[] {
  return rows.toSorted(isDescending ? (left, right) => compare(right, left) : compare);
}
