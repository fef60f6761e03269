import type { Column } from '../text/columns.ts';
import { alignColumns } from '../text/columns.ts';
import { cutLine } from '../text/fitting.ts';
import type { Painter } from '../text/painter.ts';

/** A table with its head, cut to the terminal. Cells are printable already. */
export function tableText(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: readonly Column[],
  painter: Painter,
): string {
  const [title = '', ...lines] = alignColumns([head, ...rows], columns);
  return [painter.paint('bold', title), ...lines]
    .map((line) => `${cutLine(line, painter.columns)}\n`)
    .join('');
}

/** An answer as the server gave it. */
export function answerJson(answer: unknown): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
