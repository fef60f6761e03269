/**
 * A run of decimal digits of any length: a number while that is exact, else its text without
 * leading zeros. BigInt would take quadratic time to read what a hostile version can hold.
 */
export type Digits = number | string;

/** What is between two separators of a version where it is not only digits. */
export interface Word {
  readonly word: string;
}

export type Segment = Digits | Word;

/** Any number of this many digits is exact. */
const EXACT_DIGITS = 15;

const ZERO = 48;
const NINE = 57;

/** The value of a text of ASCII digits; the empty text is 0. */
export function parseDigits(text: string): Digits {
  if (text.length <= EXACT_DIGITS) return Number(text);
  const significant = text.replace(/^0+/, '');
  return significant.length <= EXACT_DIGITS ? Number(significant) : significant;
}

export function compareDigits(a: Digits, b: Digits): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return a.length - b.length || compareText(a, b);
}

/** Parts of a version in their order; where one has more of them, it is later. */
export function compareParts<Part>(
  a: readonly Part[],
  b: readonly Part[],
  compare: (a: Part, b: Part) => number,
): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const order = compare(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function compareNumbers(a: readonly Digits[], b: readonly Digits[]): number {
  return compareParts(a, b, compareDigits);
}

/** By UTF-16 code units: no locale takes part. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whether there is an ASCII digit at this index. */
export function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= NINE;
}

/** Digits if it is nothing else, or a word. */
export function parseSegment(text: string): Segment {
  return /^[0-9]+$/.test(text) ? parseDigits(text) : { word: text };
}

/** Numbers by value, words by code units; `numbers` says on which side of words numbers are. */
export function compareSegments(a: Segment, b: Segment, numbers: 'first' | 'last'): number {
  if (typeof a !== 'object') {
    if (typeof b !== 'object') return compareDigits(a, b);
    return numbers === 'first' ? -1 : 1;
  }
  if (typeof b !== 'object') return numbers === 'first' ? 1 : -1;
  return compareText(a.word, b.word);
}
