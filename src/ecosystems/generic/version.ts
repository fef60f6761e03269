import type { Digits } from '../segment.ts';
import { compareDigits, compareText, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

/** A version of a product that follows no ecosystem's rules. */
export interface GenericVersion {
  /** Without trailing zeros: `1.0` is `1.0.0`. */
  readonly numbers: readonly Digits[];
  readonly suffix: readonly Part[];
}

interface Part {
  /** Below 0: before the release itself. */
  readonly stage: number;
  /** A letter that counts patches: OpenSSL's `w`, Ruby's `p`. */
  readonly letters: string;
  readonly number: Digits;
}

/** What stands before a release, in its order. */
const STAGES: ReadonlyMap<string, number> = new Map([
  ['dev', -6],
  ['snapshot', -6],
  ['nightly', -6],
  ['canary', -6],
  ['alpha', -5],
  ['beta', -4],
  ['milestone', -3],
  ['pre', -2],
  ['preview', -2],
  ['rc', -1],
]);

/** Of `1.21.0-0`: how Go's and Bitnami's advisories write the first prerelease of all. */
const FIRST_STAGE = -7;

/** Say nothing of the order. */
const RELEASES: ReadonlySet<string> = new Set(['final', 'release', 'ga', 'lts', 'stable']);

const END: Part = { stage: 0, letters: '', number: 0 };

/**
 * Numbers with dots between; then letters or numbers that count on after the release (`1.1.1w`,
 * `1.9.3p551`, `3.12.5-2`) or up to it (`9.5alpha1`, `1.21.0-rc1`). Build metadata is left out. A word
 * of any other meaning makes it no version.
 */
export const genericVersions: VersionScheme<GenericVersion> = {
  id: 'generic',

  parse(text) {
    const found = /^v?(\d+(?:\.\d+)*)([^+]*)(?:\+.*)?$/is.exec(text);
    if (!found) return undefined;
    const [, numbers = '', rest = ''] = found;
    const suffix = partsOf(rest);
    if (suffix === undefined) return undefined;
    const parsed = numbers.split('.').map(parseDigits);
    const length = parsed.findLastIndex((number) => number !== 0) + 1;
    return { numbers: parsed.slice(0, length), suffix };
  },

  compare(a, b) {
    const length = Math.max(a.numbers.length, b.numbers.length);
    for (let index = 0; index < length; index += 1) {
      const order = compareDigits(a.numbers[index] ?? 0, b.numbers[index] ?? 0);
      if (order !== 0) return order;
    }
    const parts = Math.max(a.suffix.length, b.suffix.length);
    for (let index = 0; index < parts; index += 1) {
      const order = compareParts(a.suffix[index] ?? END, b.suffix[index] ?? END);
      if (order !== 0) return order;
    }
    return 0;
  },
};

/** A word with a number, or one of them. */
const PART = /[._-]?(?:([a-z]+)(?:[.-]?(\d+))?|(\d+))/giy;

/** `undefined` where something stands that has no place in the order. */
function partsOf(text: string): Part[] | undefined {
  const parts: Part[] = [];
  let at = 0;
  for (const [whole, word = '', digits = '', alone = digits] of text.matchAll(PART)) {
    // Only the first may follow without a separator: the others are of a commit.
    const isJoined = at > 0 && !/^[._-]/.test(whole);
    const part = isJoined ? undefined : partOf(word.toLowerCase(), alone);
    if (part === undefined) return undefined;
    if (part !== END) parts.push(part);
    at += whole.length;
  }
  return at === text.length ? parts : undefined;
}

function partOf(word: string, digits: string): Part | undefined {
  const number = parseDigits(digits);
  if (RELEASES.has(word) && digits === '') return END;
  const stage = STAGES.get(word);
  if (stage !== undefined) return { stage, letters: '', number };
  if (word.length > 2) return undefined;
  if (word === '') return { stage: number === 0 ? FIRST_STAGE : 1, letters: '', number };
  return { stage: 2, letters: word, number };
}

function compareParts(a: Part, b: Part): number {
  return (
    a.stage - b.stage || compareText(a.letters, b.letters) || compareDigits(a.number, b.number)
  );
}
