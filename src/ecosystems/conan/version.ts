import type { Digits } from '../segment.ts';
import { compareDigits, compareParts, compareText, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface ConanVersion {
  /** Without the zeros at their end: `1` is `1.0.0`. */
  readonly release: readonly Item[];
  /** After the first hyphen; absent of a release. */
  readonly prerelease: readonly Item[] | undefined;
  /** After the plus sign; absent where there is none. */
  readonly build: readonly Item[] | undefined;
}

/** What is between two dots: the number that it begins with, and the rest: `1w`. */
interface Item {
  /** Absent of a word, which is after all numbers. */
  readonly number: Digits | undefined;
  readonly rest: string;
}

/**
 * https://docs.conan.io/2/tutorial/versioning/version_ranges.html. Conan orders a number and a word
 * as texts, in circles (`2` < `10` < `1a` < `2`); here the number that a word begins with counts.
 */
export const conanVersions: VersionScheme<ConanVersion> = {
  id: 'conan',

  parse(text) {
    if (!/^[0-9A-Za-z_][0-9A-Za-z_.*+-]*$/.test(text)) return undefined;
    const [main, build] = splitAt(text, '+');
    const [release, prerelease] = splitAt(main, '-');
    return {
      release: itemsOf(release),
      prerelease: prerelease === undefined ? undefined : itemsOf(prerelease),
      build: build === undefined ? undefined : itemsOf(build),
    };
  },

  compare(a, b) {
    return (
      compareParts(a.release, b.release, compareItem) ||
      comparePresence(b.prerelease, a.prerelease) ||
      compareParts(a.prerelease ?? [], b.prerelease ?? [], compareItem) ||
      comparePresence(a.build, b.build) ||
      compareParts(a.build ?? [], b.build ?? [], compareItem)
    );
  },
};

function splitAt(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function itemsOf(text: string): readonly Item[] {
  const items = text.split('.').map((part): Item => {
    const digits = /^\d+/.exec(part)?.[0] ?? '';
    return {
      number: digits === '' ? undefined : parseDigits(digits),
      rest: part.slice(digits.length),
    };
  });
  return items.slice(0, items.findLastIndex((item) => item.number !== 0 || item.rest !== '') + 1);
}

/** What is there is after what is not. */
function comparePresence(a: unknown, b: unknown): number {
  return Number(a !== undefined) - Number(b !== undefined);
}

function compareItem(a: Item, b: Item): number {
  if (a.number === undefined || b.number === undefined) {
    return comparePresence(b.number, a.number) || compareText(a.rest, b.rest);
  }
  return compareDigits(a.number, b.number) || compareText(a.rest, b.rest);
}
