import { stripVTControlCharacters } from 'node:util';

export interface Column {
  readonly align?: 'left' | 'right';
}

/** Rows with their cells padded to the widest of each column, two blanks between; no blanks at ends. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  columns: readonly Column[],
): string[] {
  const widths = columns.map((_, at) => Math.max(0, ...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row) =>
    columns
      .map((column, at) => pad(row[at] ?? '', widths[at] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
}

/** Cells that a text takes: colour and links none, ideographs and emoji two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of stripVTControlCharacters(text)) width += WIDE.test(char) ? 2 : 1;
  return width;
}

const WIDE =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|[\u{20000}-\u{3FFFD}])/u;

/** The text, or as much of it as fits with `…` for the rest; the end is what tells of a path. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const kept: string[] = [];
  let left = width - 1;
  for (const char of Array.from(text).toReversed()) {
    left -= widthOf(char);
    if (left < 0) break;
    kept.push(char);
  }
  return `…${kept.toReversed().join('')}`;
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}
