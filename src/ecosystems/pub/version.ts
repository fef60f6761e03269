import type { Segment } from '../segment.ts';
import type { SemVer } from '../semver.ts';
import { compareIdentifiers, compareSemver, parseIdentifiers, semverOf } from '../semver.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface PubVersion {
  readonly version: SemVer;
  /** Empty where there is none: before every build. */
  readonly build: readonly Segment[];
}

const SHAPE = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

/** SemVer 2.0.0-rc.1, where build metadata counts. https://dart.dev/tools/pub/versioning */
export const pubVersions: VersionScheme<PubVersion> = {
  id: 'pub',

  parse(text) {
    const match = SHAPE.exec(text);
    if (!match) return undefined;
    const version = semverOf(match[1], match[2], match[3], match[4]);
    const build = match[5] === undefined ? [] : parseIdentifiers(match[5]);
    return version && build ? { version, build } : undefined;
  },

  compare(a, b) {
    return compareSemver(a.version, b.version) || compareIdentifiers(a.build, b.build);
  },
};
