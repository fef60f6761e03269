import type { Digits } from '../segment.ts';
import { compareNumbers, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface OtpVersion {
  readonly numbers: readonly Digits[];
  /** `rc1` of `27.0-rc1`; empty of a release. */
  readonly prerelease: string;
}

/**
 * Numbers with dots between, as many as a branch of patches needs: `1.2` is before `1.2.0`.
 *
 * https://www.erlang.org/doc/system/versions.html
 */
export const otpVersions: VersionScheme<OtpVersion> = {
  id: 'otp',

  parse(text) {
    const [, release = '', prerelease = ''] = /^(\d[\d.]*)(?:-([0-9A-Za-z.-]+))?$/.exec(text) ?? [];
    const parts = release.split('.');
    if (!parts.every((part) => /^\d+$/.test(part))) return undefined;
    return { numbers: parts.map(parseDigits), prerelease };
  },

  compare: (a, b) =>
    compareNumbers(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease),
};

/** A release is after its candidates, which are `rc` and a number of one digit. */
function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}
