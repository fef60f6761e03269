import type { SemVer } from '../semver.ts';
import { compareSemver, semverOf } from '../semver.ts';
import type { VersionScheme } from '../version-scheme.ts';

/**
 * Only a version of three numbers has a prerelease or metadata. Go refuses numbers with leading
 * zeros, but its database has `19.03.0` of a Docker that was never a module.
 */
const MODULE = /^v?(\d+)(?:\.(\d+)(?:\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?)?)?$/;

/** `go1.21rc2`, `go1.4.3`. */
const TOOLCHAIN = /^go(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(alpha|beta|rc)(\d+))?$/;

/**
 * Module versions, the Go database's way of writing them (no `v`), and Go's own releases.
 * Pseudo-versions are prereleases like any other; `+incompatible` is metadata.
 *
 * https://go.dev/ref/mod#versions, https://go.dev/doc/toolchain#version
 */
export const goVersions: VersionScheme<SemVer> = {
  id: 'go',

  parse(text) {
    const [isToolchain, major, minor, patch, word, number] = TOOLCHAIN.exec(text) ?? [];
    if (isToolchain !== undefined) {
      return semverOf(major, minor, patch, word && `${word}.${number}`);
    }
    const match = MODULE.exec(text);
    if (!match || hasLeadingZero(match[4] ?? '')) return undefined;
    return semverOf(match[1], match[2], match[3], match[4], match[5]);
  },

  compare: compareSemver,
};

/** Whether a numeric identifier is written with a zero before it, which Go refuses. */
function hasLeadingZero(prerelease: string): boolean {
  return prerelease.split('.').some((identifier) => /^0\d+$/.test(identifier));
}
