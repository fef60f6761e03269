import type { Segment } from './segment.ts';
import type { SemVer } from './semver.ts';
import { compareIdentifiers, compareSemver, parseIdentifiers, semverOf } from './semver.ts';
import type { VersionScheme } from './version-scheme.ts';

/** A version of SemVer where build metadata counts. */
export interface BuiltVersion {
  readonly version: SemVer;
  /** Empty where there is none: before every build. */
  readonly build: readonly Segment[];
}

/** @param shape major, minor, patch, prerelease and build as its groups. */
export function builtSemver(id: string, shape: RegExp): VersionScheme<BuiltVersion> {
  return {
    id,

    parse(text) {
      const match = shape.exec(text);
      if (!match) return undefined;
      const version = semverOf(match[1], match[2], match[3], match[4]);
      const build = match[5] === undefined ? [] : parseIdentifiers(match[5]);
      return version && build ? { version, build } : undefined;
    },

    compare(a, b) {
      return compareSemver(a.version, b.version) || compareIdentifiers(a.build, b.build);
    },
  };
}
