import type { Segment } from '../segment.ts';
import { compareSegments, parseSegment } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface GemVersion {
  /** Without the zeros that end the numbers and those that end the whole. */
  readonly segments: readonly Segment[];
}

/**
 * https://docs.ruby-lang.org/en/master/Gem/Version.html. A hyphen reads as `.pre.`, words are
 * before numbers, what is missing is 0, and so is a blank text.
 */
export const gemVersions: VersionScheme<GemVersion> = {
  id: 'gem',

  parse(text) {
    const version = text.trim();
    if (version === '') return { segments: [] };
    if (!isVersion(version)) return undefined;
    const written = version.replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? [];
    return { segments: withoutZeros(written.map(parseSegment)) };
  },

  compare(a, b) {
    const length = Math.max(a.segments.length, b.segments.length);
    for (let index = 0; index < length; index++) {
      const order = compareSegments(a.segments[index] ?? 0, b.segments[index] ?? 0, 'last');
      if (order !== 0) return order;
    }
    return 0;
  },
};

/** Starts with a number; parts between dots are letters and digits, after a hyphen hyphens too. */
function isVersion(text: string): boolean {
  const hyphen = text.indexOf('-');
  const release = hyphen === -1 ? text : text.slice(0, hyphen);
  const [first = '', ...parts] = release.split('.');
  return (
    /^\d+$/.test(first) &&
    parts.every((part) => /^[0-9A-Za-z]+$/.test(part)) &&
    (hyphen === -1 ||
      text
        .slice(hyphen + 1)
        .split('.')
        .every((part) => /^[0-9A-Za-z-]+$/.test(part)))
  );
}

function withoutZeros(segments: readonly Segment[]): Segment[] {
  const firstWord = segments.findIndex((segment) => typeof segment === 'object');
  const split = firstWord === -1 ? segments.length : firstWord;
  return [...trimEnd(segments.slice(0, split)), ...trimEnd(segments.slice(split))];
}

function trimEnd(segments: readonly Segment[]): readonly Segment[] {
  return segments.slice(0, segments.findLastIndex((segment) => segment !== 0) + 1);
}
