import { type BuiltVersion, builtSemver } from '../built-semver.ts';
import type { VersionScheme } from '../version-scheme.ts';

/**
 * SemVer where the build counts: `2.0.0+1` is a later build of the binaries of 2.0.0. A missing
 * minor or patch is 0.
 *
 * https://docs.julialang.org/en/v1/manual/strings/#man-version-number-literals
 */
export const juliaVersions: VersionScheme<BuiltVersion> = builtSemver(
  'julia',
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/,
);
