import type { Digits } from '../segment.ts';
import { compareDigits, compareParts, compareText, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface PortageVersion {
  readonly numbers: readonly Component[];
  /** Empty where there is none. */
  readonly letter: string;
  readonly suffixes: readonly Suffix[];
  readonly revision: Digits;
}

interface Component {
  /** With a leading zero, behind the first: digits of a fraction, without zeros at their end. */
  readonly fraction: string | undefined;
  readonly value: Digits;
}

interface Suffix {
  readonly rank: number;
  readonly number: Digits;
}

const RANKS: ReadonlyMap<string, number> = new Map([
  ['alpha', -4],
  ['beta', -3],
  ['pre', -2],
  ['rc', -1],
  ['p', 1],
]);
const END: Suffix = { rank: 0, number: 0 };

/** Each class is read in one way only. */
const SHAPE = /^(\d[\d.]*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/;

/**
 * `1.2.3b_rc1_p2-r4`, as Gentoo orders versions.
 *
 * https://projects.gentoo.org/pms/8/pms.html#version-comparison
 */
export const portageVersions: VersionScheme<PortageVersion> = {
  id: 'portage',

  parse(text) {
    const [, numbers = '', letter = '', suffixes = '', revision = ''] = SHAPE.exec(text) ?? [];
    const components = numbers.split('.');
    if (components.includes('')) return undefined;
    return {
      numbers: components.map(componentOf),
      letter,
      suffixes: suffixes.split('_').slice(1).map(suffixOf),
      revision: parseDigits(revision),
    };
  },

  compare(a, b) {
    return (
      compareNumbers(a.numbers, b.numbers) ||
      compareText(a.letter, b.letter) ||
      compareSuffixes(a.suffixes, b.suffixes) ||
      compareDigits(a.revision, b.revision)
    );
  },
};

function componentOf(text: string, index: number): Component {
  const isFraction = index > 0 && text.startsWith('0');
  return { fraction: isFraction ? withoutZeros(text) : undefined, value: parseDigits(text) };
}

/** A pattern of zeros at the end would go back over them at each. */
function withoutZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === '0') end -= 1;
  return text.slice(0, end);
}

function suffixOf(text: string): Suffix {
  const [word = ''] = /^[a-z]+/.exec(text) ?? [];
  return { rank: RANKS.get(word) ?? 0, number: parseDigits(text.slice(word.length)) };
}

/** What has more numbers is later. */
function compareNumbers(a: readonly Component[], b: readonly Component[]): number {
  return compareParts(a, b, (left, right) =>
    left.fraction === undefined && right.fraction === undefined
      ? compareDigits(left.value, right.value)
      : compareText(left.fraction ?? String(left.value), right.fraction ?? String(right.value)),
  );
}

function compareSuffixes(a: readonly Suffix[], b: readonly Suffix[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index] ?? END, b[index] ?? END];
    const order = left.rank - right.rank || compareDigits(left.number, right.number);
    if (order !== 0) return order;
  }
  return 0;
}
