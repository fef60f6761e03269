import type { RangeOperator } from '../range-operator.ts';
import { holds } from '../range-operator.ts';
import type { SemVer } from '../semver.ts';
import { compareSemver, semverOf } from '../semver.ts';
import type { RangeGrammar } from '../version-range.ts';

/** Any of these sets of comparators; in a set, all of them. */
export interface NpmRange {
  readonly sets: readonly (readonly Comparator[])[];
}

interface Comparator {
  readonly operator: RangeOperator;
  readonly version: SemVer;
}

export interface NpmRangeOptions {
  /** Prereleases are versions like all others. */
  readonly includePrerelease?: boolean;
  /** Reads `1.2.3pre`, and passes over comparators that it cannot read. */
  readonly loose?: boolean;
}

/** https://github.com/npm/node-semver#ranges */
export const npmRanges: RangeGrammar<NpmRange, SemVer> = npmRangesWith({});

/** The same grammar with node-semver's options. */
export function npmRangesWith(options: NpmRangeOptions): RangeGrammar<NpmRange, SemVer> {
  const { includePrerelease = false, loose = false } = options;
  const zero = includePrerelease ? '0' : undefined;
  return {
    id: 'npm-range',

    parse(text) {
      const sets = text.split('||').map((part) => parseSet(part.trim(), zero, loose));
      const known = sets.filter((set) => set !== undefined);
      return known.length < sets.length ? undefined : { sets: known };
    },

    contains(range, version) {
      return range.sets.some((set) => isInSet(set, version, includePrerelease));
    },
  };
}

function isInSet(set: readonly Comparator[], version: SemVer, includePrerelease: boolean): boolean {
  if (!set.every((one) => holds(one.operator, compareSemver(version, one.version)))) return false;
  if (version.prerelease.length === 0 || includePrerelease) return true;
  return set.some(
    ({ version: { major, minor, patch, prerelease } }) =>
      prerelease.length > 0 &&
      major === version.major &&
      minor === version.minor &&
      patch === version.patch,
  );
}

/** What is written of a version: `1`, `1.x`, `1.2.3-rc`; absent: any. */
interface Partial {
  readonly major: number | undefined;
  readonly minor: number | undefined;
  readonly patch: number | undefined;
  readonly prerelease: string | undefined;
}

/** `zero`: the prerelease of a lower bound that is not written whole. */
// oxlint-disable-next-line complexity -- a short grammar, read word by word
function parseSet(
  text: string,
  zero: string | undefined,
  loose: boolean,
): Comparator[] | undefined {
  const words = joinOperators(text.split(/\s+/));
  if (words.length === 3 && words[1] === '-') {
    const from = parsePartial(words[0] ?? '', loose);
    const to = parsePartial(words[2] ?? '', loose);
    return from && to && [...lowerBound(from, zero), ...hyphenUpperBound(to, zero)];
  }
  const set: Comparator[] = [];
  for (const word of words) {
    const [, operator = '', rest = ''] = /^(\^|~>?|[<>]?=?)(.*)$/.exec(word) ?? [];
    const partial = parsePartial(rest, loose);
    if (partial) set.push(...comparatorsOf(operator, partial, zero));
    else if (!loose) return undefined;
  }
  return set;
}

/** `> 1.0` is `>1.0`. */
function joinOperators(words: readonly string[]): string[] {
  const joined: string[] = [];
  let operator = '';
  for (const word of words) {
    if (/^[<>=~^]+$/.test(word)) operator += word;
    else {
      joined.push(operator + word);
      operator = '';
    }
  }
  return operator === '' ? joined : [...joined, operator];
}

const PARTIAL =
  /^[v=]*(\d{1,15}|[xX*])(?:\.(\d{1,15}|[xX*])(?:\.(\d{1,15}|[xX*])(?:(-?)([0-9A-Za-z-][0-9A-Za-z.-]*))?(?:\+[0-9A-Za-z.-]+)?)?)?$/;

function parsePartial(text: string, loose: boolean): Partial | undefined {
  if (text === '') {
    return { major: undefined, minor: undefined, patch: undefined, prerelease: undefined };
  }
  const match = PARTIAL.exec(text);
  if (!match) return undefined;
  const [, majorText, minorText, patchText, hyphen, prerelease] = match;
  if (prerelease !== undefined && hyphen === '' && !loose) return undefined;
  if (prerelease?.split('.').includes('')) return undefined;
  const major = numberOf(majorText);
  const minor = major === undefined ? undefined : numberOf(minorText);
  const patch = minor === undefined ? undefined : numberOf(patchText);
  return { major, minor, patch, prerelease: patch === undefined ? undefined : prerelease };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || /^[xX*]$/.test(text) ? undefined : Number(text);
}

// oxlint-disable-next-line complexity -- one case for each operator
function comparatorsOf(
  operator: string,
  partial: Partial,
  zero: string | undefined,
): readonly Comparator[] {
  switch (operator) {
    case '^':
      return [...lowerBound(partial, zero), ...below(caretLimit(partial))];
    case '~':
    case '~>':
      return [...lowerBound(partial, zero), ...below(tildeLimit(partial))];
    case '>=':
      return lowerBound(partial, zero);
    case '>':
      return partial.patch === undefined ? above(partial, zero) : [whole('>', partial)];
    case '<':
      return partial.patch === undefined
        ? [comparator('<', partial.major ?? 0, partial.minor ?? 0, 0, '0')]
        : [whole('<', partial)];
    case '<=':
      return partial.patch === undefined ? below(nextOf(partial)) : [whole('<=', partial)];
    default:
      return partial.patch === undefined
        ? [...lowerBound(partial, zero), ...below(nextOf(partial))]
        : [whole('==', partial)];
  }
}

function lowerBound(partial: Partial, zero: string | undefined): readonly Comparator[] {
  const { major, minor, patch } = partial;
  if (major === undefined) return [];
  return patch === undefined
    ? [comparator('>=', major, minor ?? 0, 0, zero)]
    : [whole('>=', partial)];
}

/** `1.0 - 2` takes in all of 2; with prereleases, `- 2.0.0` takes in those of 2.0.0. */
function hyphenUpperBound(to: Partial, zero: string | undefined): readonly Comparator[] {
  const { major = 0, minor = 0, patch, prerelease } = to;
  if (patch === undefined) return below(nextOf(to));
  return zero !== undefined && prerelease === undefined
    ? [comparator('<', major, minor, patch + 1, '0')]
    : [whole('<=', to)];
}

/** `>1` is from 2 on; `>*` is nothing. */
function above(partial: Partial, zero: string | undefined): readonly Comparator[] {
  const next = nextOf(partial);
  return next ? [comparator('>=', ...next, zero)] : [comparator('<', 0, 0, 0, '0')];
}

type Limit = readonly [number, number, number];

/** The first version after all that a partial one stands for. */
function nextOf({ major, minor, patch }: Partial): Limit | undefined {
  if (major === undefined) return undefined;
  if (minor === undefined) return [major + 1, 0, 0];
  return patch === undefined ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function tildeLimit({ major, minor }: Partial): Limit | undefined {
  if (major === undefined) return undefined;
  return minor === undefined ? [major + 1, 0, 0] : [major, minor + 1, 0];
}

/** The leftmost number that is not 0 must stay. */
function caretLimit({ major, minor, patch }: Partial): Limit | undefined {
  if (major === undefined) return undefined;
  if (major > 0 || minor === undefined) return [major + 1, 0, 0];
  return minor > 0 || patch === undefined ? [0, minor + 1, 0] : [0, 0, patch + 1];
}

function below(limit: Limit | undefined): readonly Comparator[] {
  return limit ? [comparator('<', ...limit, '0')] : [];
}

function whole(operator: Comparator['operator'], partial: Partial): Comparator {
  const { major = 0, minor = 0, patch = 0, prerelease } = partial;
  return comparator(operator, major, minor, patch, prerelease);
}

const ZERO: SemVer = { major: 0, minor: 0, patch: 0, prerelease: [] };

function comparator(
  operator: Comparator['operator'],
  major: number,
  minor: number,
  patch: number,
  prerelease: string | undefined,
): Comparator {
  const version = semverOf(String(major), String(minor), String(patch), prerelease) ?? ZERO;
  return { operator, version };
}
