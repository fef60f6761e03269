import type { Digits, Segment } from './segment.ts';
import {
  compareDigits,
  compareParts,
  compareSegments,
  parseDigits,
  parseSegment,
} from './segment.ts';
import type { VersionScheme } from './version-scheme.ts';

export interface SemVer {
  readonly major: Digits;
  readonly minor: Digits;
  readonly patch: Digits;
  /** Empty of a release. */
  readonly prerelease: readonly Segment[];
}

/** A prerelease and build metadata are one class each: nothing here can be read in two ways. */
const LENIENT =
  /^[v=\s]*(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?\s*$/;

/**
 * https://semver.org/#spec-item-11, for npm, Cargo, Swift and what else follows it. Read as npm
 * reads loosely: `v1.2.3`, `= 1.2.3`, leading zeros; a missing minor or patch is 0, as advisories
 * write. Numbers have no upper bound.
 */
export const semverVersions: VersionScheme<SemVer> = {
  id: 'semver',

  parse(text) {
    const match = LENIENT.exec(text);
    return match ? semverOf(match[1], match[2], match[3], match[4], match[5]) : undefined;
  },

  compare: compareSemver,
};

/** A version of its parts as written; `undefined` where an identifier is empty (`1.0.0-a..b`). */
export function semverOf(
  major = '0',
  minor = '0',
  patch = '0',
  prerelease?: string,
  build?: string,
): SemVer | undefined {
  const identifiers = prerelease === undefined ? [] : parseIdentifiers(prerelease);
  if (!identifiers || (build !== undefined && !parseIdentifiers(build))) return undefined;
  return {
    major: parseDigits(major),
    minor: parseDigits(minor),
    patch: parseDigits(patch),
    prerelease: identifiers,
  };
}

export function compareSemver(a: SemVer, b: SemVer): number {
  const order =
    compareDigits(a.major, b.major) ||
    compareDigits(a.minor, b.minor) ||
    compareDigits(a.patch, b.patch);
  if (order !== 0) return order;
  if (a.prerelease.length === 0) return b.prerelease.length === 0 ? 0 : 1;
  return b.prerelease.length === 0 ? -1 : compareIdentifiers(a.prerelease, b.prerelease);
}

/** Dot-separated identifiers; `undefined` where one is empty. */
export function parseIdentifiers(text: string): Segment[] | undefined {
  const parts = text.split('.');
  return parts.includes('') ? undefined : parts.map(parseSegment);
}

/** Numbers below words; of two that begin alike, the longer is greater. */
export function compareIdentifiers(a: readonly Segment[], b: readonly Segment[]): number {
  return compareParts(a, b, (left, right) => compareSegments(left, right, 'first'));
}
