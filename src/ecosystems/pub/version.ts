import { type BuiltVersion, builtSemver } from '../built-semver.ts';
import type { VersionScheme } from '../version-scheme.ts';

/** SemVer 2.0.0-rc.1, where build metadata counts. https://dart.dev/tools/pub/versioning */
export const pubVersions: VersionScheme<BuiltVersion> = builtSemver(
  'pub',
  /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/,
);
