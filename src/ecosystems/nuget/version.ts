import type { Digits, Segment } from '../segment.ts';
import { compareDigits, compareText, parseDigits } from '../segment.ts';
import { compareIdentifiers, parseIdentifiers } from '../semver.ts';
import type { VersionScheme } from '../version-scheme.ts';

export type NuGetVersion =
  | {
      readonly kind: 'version';
      /** Four; missing ones are 0. */
      readonly numbers: readonly [Digits, Digits, Digits, Digits];
      /** Lowercase; empty of a release. */
      readonly prerelease: readonly Segment[];
    }
  /** `1.4.0rc3`, from before NuGet asked for a hyphen. It is in no order of NuGet's own. */
  | { readonly kind: 'legacy'; readonly text: string };

const SHAPE =
  /^\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?\s*$/;
const LEGACY = /^\d+(?:\.\d+)?(?:\.\d+)?(?:\.\d+)?[a-z][0-9a-z.-]*$/;

/**
 * https://learn.microsoft.com/nuget/concepts/package-versioning. Legacy spellings are above all
 * versions, as in OSV's records, which is the order their ranges are written in.
 */
export const nugetVersions: VersionScheme<NuGetVersion> = {
  id: 'nuget',

  parse(text) {
    const lower = text.toLowerCase();
    const match = SHAPE.exec(lower);
    if (!match) return LEGACY.test(lower) ? { kind: 'legacy', text: lower } : undefined;
    const [, major = '0', minor = '0', patch = '0', revision = '0', prerelease, metadata] = match;
    const identifiers = prerelease === undefined ? [] : parseIdentifiers(prerelease);
    if (!identifiers || (metadata !== undefined && !parseIdentifiers(metadata))) return undefined;
    const numbers = [
      parseDigits(major),
      parseDigits(minor),
      parseDigits(patch),
      parseDigits(revision),
    ] as const;
    return { kind: 'version', numbers, prerelease: identifiers };
  },

  compare(a, b) {
    if (a.kind === 'legacy') return b.kind === 'legacy' ? compareText(a.text, b.text) : 1;
    if (b.kind === 'legacy') return -1;
    const order =
      compareDigits(a.numbers[0], b.numbers[0]) ||
      compareDigits(a.numbers[1], b.numbers[1]) ||
      compareDigits(a.numbers[2], b.numbers[2]) ||
      compareDigits(a.numbers[3], b.numbers[3]);
    if (order !== 0) return order;
    if (a.prerelease.length === 0) return b.prerelease.length === 0 ? 0 : 1;
    return b.prerelease.length === 0 ? -1 : compareIdentifiers(a.prerelease, b.prerelease);
  },
};
