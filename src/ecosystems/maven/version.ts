import type { Digits } from '../segment.ts';
import { compareDigits, compareText, isDigitAt, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

/**
 * A version is a list of items whose last item may be a list again, and so on: here the lists
 * stand one after the other, outermost first.
 */
export interface MavenVersion {
  readonly lists: readonly (readonly MavenItem[])[];
}

export type MavenItem =
  | { readonly kind: 'number'; readonly value: Digits }
  | { readonly kind: 'qualifier'; readonly qualifier: Qualifier }
  /** `rc1`, `rc-1`: a qualifier with its number. */
  | { readonly kind: 'numbered'; readonly qualifier: Qualifier; readonly value: Digits };

/** Known ones by rank, the others after them by text. */
export interface Qualifier {
  readonly rank: number;
  readonly text: string;
}

const RANKS = new Map(
  [
    ['alpha'],
    ['beta'],
    ['milestone'],
    ['rc', 'cr'],
    ['snapshot'],
    ['ga', 'final', 'release'],
    ['sp'],
  ].flatMap((spellings, rank) => spellings.map((spelling) => [spelling, rank] as const)),
);
const RELEASE = 5;
const UNKNOWN = 7;
/** Only before a number. */
const SHORT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

/**
 * ComparableVersion of Maven 4, without its recursion, and made transitive: docs/decisions/0002.
 *
 * https://maven.apache.org/pom.html#version-order-specification
 */
export const mavenVersions: VersionScheme<MavenVersion> = {
  id: 'maven',

  parse(text) {
    if (text === '' || /[\s${}]/.test(text)) return undefined;
    return { lists: normalize(readLists(text.toLowerCase())) };
  },

  compare(a, b) {
    for (let depth = 0; ; depth++) {
      const order = compareLists(a.lists, b.lists, depth);
      if (order !== 'deeper') return order;
    }
  },
};

/** Cuts at dots, at hyphens and between letters and digits; the last two open a list. */
// oxlint-disable-next-line complexity -- one walk over the text, whose few states belong together
function readLists(text: string): MavenItem[][] {
  let list: MavenItem[] = [];
  const lists = [list];
  const open = (): void => {
    if (list.length > 0) lists.push((list = []));
  };
  let start = 0;
  let isDigits = false;
  let isNumbered = false;
  const take = (end: number): void => {
    if (end > start && !isDigits && !isNumbered) open();
    list.push(start === end ? ZERO : itemOf(text.slice(start, end), isDigits, isNumbered));
    isNumbered = false;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '.') {
      take(at);
      start = at + 1;
    } else if (char === '-') {
      if (at > start && !isDigits && isDigitAt(text, at + 1)) {
        isNumbered = true;
        continue;
      }
      take(at);
      open();
      start = at + 1;
    } else {
      const isDigit = isDigitAt(text, at);
      if (isDigit && !isDigits && at > start) {
        isNumbered = true;
        open();
      } else if (!isDigit && isDigits && at > start) {
        take(at);
        open();
        start = at;
      }
      isDigits = isDigit;
    }
  }
  if (start < text.length) take(text.length);
  return lists;
}

const ZERO: MavenItem = { kind: 'number', value: 0 };

function itemOf(text: string, isDigits: boolean, isNumbered: boolean): MavenItem {
  if (isNumbered) {
    const word = text.replace(/-?\d+$/, '');
    const digits = text.slice(word.length).replace('-', '');
    const qualifier = qualifierOf(SHORT[word] ?? word);
    return { kind: 'numbered', qualifier, value: parseDigits(digits) };
  }
  return isDigits
    ? { kind: 'number', value: parseDigits(text) }
    : { kind: 'qualifier', qualifier: qualifierOf(text) };
}

function qualifierOf(text: string): Qualifier {
  const rank = RANKS.get(text);
  return rank === undefined ? { rank: UNKNOWN, text } : { rank, text: '' };
}

/** Without the zeros that end a list or stand before a qualifier, and without empty lists. */
function normalize(lists: readonly (readonly MavenItem[])[]): MavenItem[][] {
  const kept: MavenItem[][] = [];
  let next: MavenItem | undefined;
  for (const list of lists.toReversed()) {
    const items: MavenItem[] = [];
    for (const item of list.toReversed()) {
      const isZero = item.kind === 'number' && item.value === 0;
      if (isZero && (next === undefined || next.kind !== 'number')) continue;
      items.push(item);
      next = item;
    }
    if (items.length > 0) kept.push(items.toReversed());
  }
  return kept.toReversed();
}

/** Compares one list of each; `deeper`: they are equal and both have a list within. */
function compareLists(
  a: MavenVersion['lists'],
  b: MavenVersion['lists'],
  depth: number,
): number | 'deeper' {
  const left = a[depth] ?? [];
  const right = b[depth] ?? [];
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const order = compareItems(left[index] ?? ZERO, right[index] ?? ZERO);
    if (order !== 0) return order;
  }
  if (left.length > length) return compareItemsToTail(a, b, depth, length);
  if (right.length > length) return 0 - compareItemsToTail(b, a, depth, length);
  if (depth + 1 < a.length && depth + 1 < b.length) return 'deeper';
  return compareRestToNothing(a, depth + 1, 0) - compareRestToNothing(b, depth + 1, 0);
}

/** `longer` has items where `shorter` has its inner list, or nothing any more. */
function compareItemsToTail(
  longer: MavenVersion['lists'],
  shorter: MavenVersion['lists'],
  depth: number,
  from: number,
): number {
  if (depth + 1 >= shorter.length) return compareRestToNothing(longer, depth, from);
  return longer[depth]?.[from]?.kind === 'number' ? 1 : -1;
}

/** Of what is left, the first item that is not worth nothing decides. */
function compareRestToNothing(lists: MavenVersion['lists'], depth: number, from: number): number {
  let start = from;
  for (let at = depth; at < lists.length; at++) {
    const list = lists[at] ?? [];
    for (let index = start; index < list.length; index++) {
      const order = compareToNothing(list[index] ?? ZERO);
      if (order !== 0) return order;
    }
    start = 0;
  }
  return 0;
}

/** Nothing is a release: `1-rc` is before `1`, `1-sp` after it. */
function compareToNothing(item: MavenItem): number {
  if (item.kind === 'number') return item.value === 0 ? 0 : 1;
  const order = item.qualifier.rank - RELEASE;
  return order === 0 && item.kind === 'numbered' ? compareDigits(item.value, 0) : order;
}

function compareItems(a: MavenItem, b: MavenItem): number {
  if (a.kind === 'number') return b.kind === 'number' ? compareDigits(a.value, b.value) : 1;
  if (b.kind === 'number') return -1;
  const order =
    a.qualifier.rank - b.qualifier.rank || compareText(a.qualifier.text, b.qualifier.text);
  if (order !== 0) return order;
  if (a.kind === 'qualifier') return b.kind === 'qualifier' ? 0 : -1;
  return b.kind === 'qualifier' ? 1 : compareDigits(a.value, b.value);
}
