import { compareDebianParts } from '../debian-parts.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface DebVersion {
  readonly epoch: number;
  readonly upstream: string;
  /** `0` where the version has none: dpkg takes the two for equal. */
  readonly revision: string;
}

/** dpkg keeps the epoch in a C int. */
const MAX_EPOCH = 2_147_483_647;

/**
 * https://manpages.debian.org/testing/dpkg-dev/deb-version.7.en.html, and `_`, which packages
 * converted from rpm carry. A first letter (`v1.2`), which dpkg only warns of, is refused.
 */
export const debVersions: VersionScheme<DebVersion> = {
  id: 'deb',

  parse(text) {
    const colon = text.indexOf(':');
    const epoch = colon === -1 ? '0' : text.slice(0, colon);
    const rest = text.slice(colon + 1);
    const hyphen = rest.lastIndexOf('-');
    const upstream = hyphen === -1 ? rest : rest.slice(0, hyphen);
    const revision = hyphen === -1 ? '0' : rest.slice(hyphen + 1);
    const isVersion =
      /^\d+$/.test(epoch) &&
      Number(epoch) <= MAX_EPOCH &&
      /^\d[\w.+~:-]*$/.test(upstream) &&
      /^[\w.+~]+$/.test(revision);
    return isVersion ? { epoch: Number(epoch), upstream, revision } : undefined;
  },

  compare(a, b) {
    return (
      a.epoch - b.epoch ||
      compareDebianParts(a.upstream, b.upstream) ||
      compareDebianParts(a.revision, b.revision)
    );
  },
};
