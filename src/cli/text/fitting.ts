import { widthOf } from './columns.ts';

/** Our own colours and links; texts from outside hold no escape character. */
// oxlint-disable-next-line no-control-regex -- that is what escape sequences are made of
const ESCAPE = /(\u001B\[[\d;]*m|\u001B\]8;;[^\u001B]*\u001B\\)/;

/** The line, or as much of it as fits with `…` for the rest; colours and links are closed. */
export function cutLine(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  let left = columns - 1;
  const parts = line.split(ESCAPE).map((part, at) => {
    if (at % 2 === 1) return part;
    const kept: string[] = [];
    for (const char of part) {
      const width = widthOf(char);
      if (width > left) {
        kept.push(left >= 0 ? '…' : '');
        left = -1;
        break;
      }
      left -= width;
      kept.push(char);
    }
    return kept.join('');
  });
  return parts.join('');
}

/** The words in lines that fit, all but the first with an indent. A word that is longer stands alone. */
export function wrapWords(
  words: readonly string[],
  separator: string,
  columns: number,
  indent = '',
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : line + separator + word;
    if (line === '' || widthOf(longer) <= columns) {
      line = longer;
    } else {
      lines.push(line.trimEnd());
      line = indent + word;
    }
  }
  return line === '' ? lines : [...lines, line];
}
