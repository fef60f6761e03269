import type { Digits } from '../segment.ts';
import { compareDigits, compareText, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface AlpmVersion {
  readonly epoch: Digits;
  readonly version: readonly Segment[];
  /** Empty where none is written: before every release. */
  readonly release: readonly Segment[];
}

/** A row of digits or of letters. */
interface Segment {
  /** How many other characters stand before it. */
  readonly separators: number;
  readonly isNumber: boolean;
  readonly value: Digits;
  readonly letters: string;
}

/**
 * `[epoch:]version[-release]` in the order of pacman's vercmp, which differs from rpm's: the number
 * of separators counts, letters that follow at once are before the end (`1.0rc1` before `1.0`), and
 * no character is special. A version that ends in a separator has no place in one order.
 *
 * https://man.archlinux.org/man/vercmp.8
 */
export const alpmVersions: VersionScheme<AlpmVersion> = {
  id: 'alpm',

  parse(text) {
    const epoch = /^\d*:/.exec(text)?.[0] ?? '';
    const rest = text.slice(epoch.length);
    const hyphen = rest.lastIndexOf('-');
    const version = hyphen === -1 ? rest : rest.slice(0, hyphen);
    const release = hyphen === -1 ? undefined : rest.slice(hyphen + 1);
    if (!isSound(version) || (release !== undefined && !isSound(release))) return undefined;
    return {
      epoch: parseDigits(epoch.slice(0, -1)),
      version: segmentsOf(version),
      release: segmentsOf(release ?? ''),
    };
  },

  compare(a, b) {
    return (
      compareDigits(a.epoch, b.epoch) ||
      compareRows(a.version, b.version) ||
      compareReleases(a.release, b.release)
    );
  },
};

/** Printable, and no separator at its end. */
function isSound(text: string): boolean {
  return /^[!-~]+$/.test(text) && /[\dA-Za-z]$/.test(text) && !text.includes(':');
}

function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let separators = 0;
  for (const [run] of text.matchAll(/\d+|[A-Za-z]+|[^\dA-Za-z]+/g)) {
    if (/^[^\dA-Za-z]/.test(run)) {
      separators = run.length;
      continue;
    }
    const isNumber = /^\d/.test(run);
    const value = isNumber ? parseDigits(run) : 0;
    segments.push({ separators, isNumber, value, letters: isNumber ? '' : run });
    separators = 0;
  }
  return segments;
}

/** In the middle of what can stand at one place: letters at once, the end, all else. */
const END: Segment = { separators: -1, isNumber: false, value: 0, letters: '' };

function compareRows(a: readonly Segment[], b: readonly Segment[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compareSegments(a[index] ?? END, b[index] ?? END);
    if (order !== 0) return order;
  }
  return 0;
}

function compareSegments(a: Segment, b: Segment): number {
  return (
    kindOf(a) - kindOf(b) ||
    a.separators - b.separators ||
    Number(a.isNumber) - Number(b.isNumber) ||
    compareDigits(a.value, b.value) ||
    compareText(a.letters, b.letters)
  );
}

function kindOf(segment: Segment): number {
  if (segment === END) return 0;
  return segment.separators === 0 && !segment.isNumber ? -1 : 1;
}

/** vercmp leaves releases out where one has none, which is no order: it comes first here. */
function compareReleases(a: readonly Segment[], b: readonly Segment[]): number {
  if (a.length === 0 || b.length === 0) return a.length - b.length;
  return compareRows(a, b);
}
