import type { SemVer } from '../semver.ts';
import { compareSemver, semverOf } from '../semver.ts';
import type { VersionScheme } from '../version-scheme.ts';

const STRICT =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

/** SemVer to the letter: three numbers, no `v`. https://hexdocs.pm/elixir/Version.html */
export const hexVersions: VersionScheme<SemVer> = {
  id: 'hex',

  parse(text) {
    const match = STRICT.exec(text);
    return match ? semverOf(match[1], match[2], match[3], match[4], match[5]) : undefined;
  },

  compare: compareSemver,
};
