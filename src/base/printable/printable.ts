/**
 * Text from images and advisories as a terminal may have it: one line, without control characters,
 * escape sequences, or marks that turn the direction of writing. What is taken out is shown as `�`.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD');
}

/** Whether `printable` would leave it as it is. */
export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) === -1;
}

/** What is between the rows of unprintable characters, and at odd places these rows. */
export function splitUnprintable(text: string): readonly string[] {
  return text.split(ROWS_OF_UNPRINTABLE);
}

/**
 * C0, DEL, C1, line and paragraph separators, bidirectional controls, invisible ones, tags (which spell words
 * that nobody sees) and lone halves.
 */
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex -- to take them out
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|\p{Surrogate}/gu;

const ROWS_OF_UNPRINTABLE = new RegExp(`((?:${UNPRINTABLE.source})+)`, 'u');

/** The start of a text that is longer than `most` characters, with `…` for the rest. */
export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
