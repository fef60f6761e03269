import type { RangeOperator } from '../range-operator.ts';
import { holds } from '../range-operator.ts';
import type { RangeGrammar } from '../version-range.ts';
import type { ComposerVersion } from './version.ts';
import { composerNormalizedVersions, composerVersionOf, normalizeComposer } from './version.ts';

/** Any of these lists of conditions; of a list, all. */
export interface ComposerRange {
  readonly anyOf: readonly (readonly Condition[])[];
}

interface Condition {
  readonly operator: RangeOperator;
  readonly version: ComposerVersion;
}

/**
 * Constraints on versions of `composerNormalizedVersions`. Lower and upper limits that name no
 * stability are those of the dev version: `<1` leaves out the betas of 1.
 *
 * https://getcomposer.org/doc/articles/versions.md#writing-version-constraints
 */
export const composerRanges: RangeGrammar<ComposerRange, ComposerVersion> = {
  id: 'composer-range',

  parse(text) {
    const lists = text.split(/\|\|?/).map((part) => parseList(part.trim()));
    const anyOf = lists.filter((list) => list !== undefined);
    return anyOf.length < lists.length ? undefined : { anyOf };
  },

  contains(range, version) {
    return range.anyOf.some((all) => all.every((condition) => isMet(condition, version)));
  },
};

/** Branches are equal or not; they have no order. */
function isMet({ operator, version }: Condition, candidate: ComposerVersion): boolean {
  if (isBranch(version) || isBranch(candidate)) {
    const isSame = version.text === candidate.text;
    return (operator === '==' && isSame) || (operator === '!=' && !isSame);
  }
  return holds(operator, composerNormalizedVersions.compare(candidate, version));
}

function isBranch({ text }: ComposerVersion): boolean {
  return text.startsWith('dev-');
}

function parseList(text: string): Condition[] | undefined {
  const words = joinOperators(text.split(/[\s,]+/));
  const [from = '', middle, to = ''] = words;
  if (words.length === 3 && middle === '-') return parseHyphen(from, to);
  const conditions: Condition[] = [];
  for (const word of words) {
    const parsed = parseConstraint(word);
    if (!parsed) return undefined;
    for (const condition of parsed) conditions.push(condition);
  }
  return conditions;
}

/** `>= 1.0` is `>=1.0`. */
function joinOperators(words: readonly string[]): string[] {
  const joined: string[] = [];
  let operator = '';
  for (const word of words) {
    if (/^(?:[<>]=?|<>|[!=]?=|[~^])$/.test(word)) operator += word;
    else {
      joined.push(operator + word);
      operator = '';
    }
  }
  return operator === '' ? joined : [...joined, operator];
}

// oxlint-disable-next-line complexity -- one line for each form of a constraint
function parseConstraint(text: string): Condition[] | undefined {
  const word = text.replace(/@(?:stable|rc|beta|alpha|dev)$/i, '');
  if (/^v?[x*](?:\.[x*]){0,3}$/i.test(word)) return [];
  if (/^[~^]/.test(word)) return parseNext(word.slice(1), word.startsWith('^') ? caret : tilde);
  const wildcard = /^v?(\d{1,9}(?:\.\d{1,9}){0,2})(?:\.[x*]){1,3}$/i.exec(word)?.[1];
  if (wildcard !== undefined) return parseNext(wildcard, (numbers) => numbers.length - 1);
  const [, operator = '', rest = ''] = /^(<>|!=|>=?|<=?|==?)?(.*)$/s.exec(word) ?? [];
  const normalized = normalizeComposer(rest);
  if (normalized === undefined) return undefined;
  const isLimit = operator === '<' || operator === '>=';
  const version = composerVersionOf(isLimit ? withStability(rest, normalized) : normalized);
  return [{ operator: OPERATORS[operator] ?? '==', version }];
}

const OPERATORS: Readonly<Record<string, RangeOperator>> = {
  '<>': '!=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** A limit as written with a stability is that one, else the dev version below it. */
function withStability(written: string, normalized: string): string {
  const isStated = /[a-z]/i.test(written.replace(/^v/i, '').split('+', 1)[0] ?? '');
  return isStated ? normalized : `${normalized}-dev`;
}

/** From a version to below the next one of the number that may not change. */
function parseNext(
  text: string,
  placeOf: (numbers: readonly number[]) => number,
): Condition[] | undefined {
  const from = normalizeComposer(text);
  const written = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?![\d.])/i.exec(text)?.[1];
  if (from === undefined || written === undefined) return undefined;
  const numbers = written.split('.').map(Number);
  return [
    { operator: '>=', version: composerVersionOf(withStability(text, from)) },
    { operator: '<', version: limitAfter(numbers, placeOf(numbers)) },
  ];
}

/** `~1.2` is below 2, `~1.2.3` below 1.3. */
function tilde(numbers: readonly number[]): number {
  return Math.max(0, numbers.length - 2);
}

/** The first number that is not 0, or the last one. */
function caret(numbers: readonly number[]): number {
  const first = numbers.findIndex((number) => number !== 0);
  return Math.min(first === -1 ? numbers.length - 1 : first, 2);
}

function limitAfter(numbers: readonly number[], place: number): ComposerVersion {
  const next = [0, 1, 2, 3].map((at) => {
    const number = numbers[at] ?? 0;
    return at < place ? number : Number(at === place) * (number + 1);
  });
  return composerVersionOf(`${next.join('.')}-dev`);
}

/** `1.0 - 2.0` takes in all of 2.0, `1.0 - 2.0.0` only that. */
function parseHyphen(from: string, to: string): Condition[] | undefined {
  const low = normalizeComposer(from);
  const high = normalizeComposer(to);
  if (low === undefined || high === undefined) return undefined;
  const lower: Condition = { operator: '>=', version: composerVersionOf(withStability(from, low)) };
  const short = /^v?(\d{1,9}(?:\.\d{1,9})?)$/i.exec(to)?.[1];
  if (short === undefined) return [lower, { operator: '<=', version: composerVersionOf(high) }];
  const numbers = short.split('.').map(Number);
  return [lower, { operator: '<', version: limitAfter(numbers, numbers.length - 1) }];
}
