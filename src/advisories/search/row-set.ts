import type { Postings } from './postings.ts';
import { valuesOf } from './postings.ts';

/** Rows that were found, and how well: 0 is not at all. */
export type RowMarks = Uint8Array<ArrayBuffer>;

export function noRows(count: number): RowMarks {
  return new Uint8Array(count);
}

/** Marks the rows of everything between two places; a mark that is higher already stays. */
export function markRange(
  marks: RowMarks,
  postings: Postings,
  [from, to]: readonly [number, number],
  mark: number,
): void {
  for (let place = from; place < to; place += 1) {
    for (const row of valuesOf(postings, place)) {
      if ((marks[row] ?? 0) < mark) marks[row] = mark;
    }
  }
}

/** Takes away what the other has not. */
export function keepCommon(marks: RowMarks, others: RowMarks): void {
  for (let row = 0; row < marks.length; row += 1) if (others[row] === 0) marks[row] = 0;
}
