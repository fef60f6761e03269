import type { Digits } from '../segment.ts';
import { compareDigits, isDigitAt, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface RpmVersion {
  readonly epoch: Digits;
  readonly version: string;
  /** Absent where none is written: before every release, as in rpm. */
  readonly release: string | undefined;
}

/**
 * `[epoch:]version[-release]`: the epoch is digits, the release what follows the last hyphen.
 * A missing epoch is 0.
 *
 * https://rpm.org/docs/latest/man/rpm-version.7
 */
export const rpmVersions: VersionScheme<RpmVersion> = {
  id: 'rpm',

  parse(text) {
    if (/\s/.test(text)) return undefined;
    const epoch = /^\d*:/.exec(text)?.[0] ?? '';
    const rest = text.slice(epoch.length);
    const hyphen = rest.lastIndexOf('-');
    const version = hyphen === -1 ? rest : rest.slice(0, hyphen);
    const release = hyphen === -1 ? undefined : rest.slice(hyphen + 1);
    return version === ''
      ? undefined
      : { epoch: parseDigits(epoch.slice(0, -1)), version, release };
  },

  compare(a, b) {
    return (
      compareDigits(a.epoch, b.epoch) ||
      compareRpmSegments(a.version, b.version) ||
      compareReleases(a.release, b.release)
    );
  },
};

function compareReleases(a: string | undefined, b: string | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -1;
  return b === undefined ? 1 : compareRpmSegments(a, b);
}

const CARET = 94;
const TILDE = 126;

/**
 * What rpm calls rpmvercmp: a version or a release is a row of numbers, words, `~` and `^`; all
 * else only separates them. At one place `~` is lowest, then the end, `^`, words, numbers.
 */
export function compareRpmSegments(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  for (;;) {
    i = skipSeparators(a, i);
    j = skipSeparators(b, j);
    const kind = kindAt(a, i);
    const difference = kind - kindAt(b, j);
    if (difference !== 0) return difference;
    if (kind === Kind.end) return 0;
    if (kind === Kind.tilde || kind === Kind.caret) {
      i++;
      j++;
      continue;
    }
    const endOfA = endOfRun(a, i, kind);
    const endOfB = endOfRun(b, j, kind);
    const order =
      kind === Kind.number
        ? compareNumbers(a, i, endOfA, b, j, endOfB)
        : compareRuns(a, i, endOfA, b, j, endOfB);
    if (order !== 0) return order;
    i = endOfA;
    j = endOfB;
  }
}

/** In the order in which rpm puts them. */
const Kind = { tilde: 0, end: 1, caret: 2, word: 3, number: 4, separator: 5 } as const;

function kindAt(text: string, at: number): number {
  if (at >= text.length) return Kind.end;
  if (isDigitAt(text, at)) return Kind.number;
  const code = text.charCodeAt(at);
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return Kind.word;
  if (code === TILDE) return Kind.tilde;
  return code === CARET ? Kind.caret : Kind.separator;
}

function skipSeparators(text: string, from: number): number {
  let at = from;
  while (kindAt(text, at) === Kind.separator) at++;
  return at;
}

function endOfRun(text: string, from: number, kind: number): number {
  let at = from;
  while (kindAt(text, at) === kind) at++;
  return at;
}

function compareNumbers(
  a: string,
  startOfA: number,
  endOfA: number,
  b: string,
  startOfB: number,
  endOfB: number,
): number {
  let i = startOfA;
  let j = startOfB;
  while (i < endOfA && a[i] === '0') i++;
  while (j < endOfB && b[j] === '0') j++;
  return endOfA - i - (endOfB - j) || compareRuns(a, i, endOfA, b, j, endOfB);
}

/** By characters, then by length. */
function compareRuns(
  a: string,
  startOfA: number,
  endOfA: number,
  b: string,
  startOfB: number,
  endOfB: number,
): number {
  const length = Math.min(endOfA - startOfA, endOfB - startOfB);
  for (let k = 0; k < length; k++) {
    const difference = a.charCodeAt(startOfA + k) - b.charCodeAt(startOfB + k);
    if (difference !== 0) return difference;
  }
  return endOfA - startOfA - (endOfB - startOfB);
}
