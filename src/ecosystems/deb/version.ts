import { isDigitAt } from '../segment.ts';
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
      compareParts(a.upstream, b.upstream) ||
      compareParts(a.revision, b.revision)
    );
  },
};

/** Runs of non-digits and runs of digits in turn; of digits the number counts. */
// oxlint-disable-next-line complexity -- the hot path: one walk over two texts, with two indexes
function compareParts(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigitAt(a, i)) || (j < b.length && !isDigitAt(b, j))) {
      const difference = weightAt(a, i) - weightAt(b, j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    while (a.charCodeAt(i) === ZERO) i++;
    while (b.charCodeAt(j) === ZERO) j++;
    let firstDifference = 0;
    while (isDigitAt(a, i) && isDigitAt(b, j)) {
      firstDifference ||= a.charCodeAt(i) - b.charCodeAt(j);
      i++;
      j++;
    }
    if (isDigitAt(a, i)) return 1;
    if (isDigitAt(b, j)) return -1;
    if (firstDifference !== 0) return firstDifference;
  }
  return 0;
}

const ZERO = 48;
const TILDE = 126;

/** A tilde is before the end, the end and digits before letters, letters before the rest. */
function weightAt(text: string, at: number): number {
  if (at >= text.length || isDigitAt(text, at)) return 0;
  const code = text.charCodeAt(at);
  if (code === TILDE) return -1;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isLetter ? code : code + 256;
}
