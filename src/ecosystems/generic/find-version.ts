import type { ByteView } from '../byte-view.ts';
import type { VersionPattern } from './product.ts';

/** What the bytes of a file say of its version. */
export type VersionFound =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly version: string }
  /** Several fit, so that none can be believed. */
  | { readonly kind: 'ambiguous'; readonly versions: readonly string[] }
  /** There are more places than are looked at. */
  | { readonly kind: 'too many places' };

/** Bytes of a window from its anchor on, where a pattern says nothing else. */
const AFTER = 128;
/** Real programs have a handful; what has more was made to be slow to read. */
const MOST_PLACES = 20_000;
/** Of what is read as one text, and what the next begins with again: longer than any version. */
const PIECE = 256 * 1024;
const OVERLAP = 256;

/**
 * Looks for a version by each pattern in turn. Linear in the bytes: literal texts are searched for,
 * and expressions see a bounded window about them.
 *
 * @param series of the file's name: `3.11` of `libpython3.11.so`.
 */
export function findVersion(
  view: ByteView,
  patterns: readonly VersionPattern[],
  series: string | undefined,
): VersionFound {
  let last: VersionFound = { kind: 'none' };
  for (const pattern of patterns) {
    const found =
      'anchor' in pattern ? findAnchored(view, pattern, series) : findAnywhere(view, pattern);
    if (found.kind === 'one') return found;
    if (found.kind !== 'none') last = found;
  }
  return last;
}

type Anchored = Extract<VersionPattern, { anchor: string }>;

function findAnchored(view: ByteView, pattern: Anchored, series: string | undefined): VersionFound {
  const { before = 0, after = AFTER, version } = pattern;
  const anchor = withSeries(pattern.anchor, series);
  if (anchor === undefined) return { kind: 'none' };
  const needle = Buffer.from(anchor, 'latin1');
  const versions = new Set<string>();
  let at = view.indexOf(needle, 0, view.length);
  for (let places = 0; at >= 0; places += 1) {
    if (places === MOST_PLACES) return { kind: 'too many places' };
    const start = Math.max(0, at - before);
    const size = Math.min(view.length, at + after) - start;
    const window = view.bytes(start, size)?.toString('latin1') ?? '';
    const found = version.exec(window)?.groups?.['version'];
    if (found !== undefined) versions.add(found);
    at = view.indexOf(needle, at + needle.length, view.length);
  }
  return verdictOn(versions);
}

function withSeries(anchor: string, series: string | undefined): string | undefined {
  if (!anchor.includes('{series}')) return anchor;
  return series === undefined ? undefined : anchor.replace('{series}', series);
}

function findAnywhere(
  view: ByteView,
  { anywhere }: Extract<VersionPattern, { anywhere: RegExp }>,
): VersionFound {
  const versions = new Set<string>();
  for (let at = 0; at < view.length; at += PIECE - OVERLAP) {
    const size = Math.min(PIECE, view.length - at);
    const text = view.bytes(at, size)?.toString('latin1') ?? '';
    for (const { groups } of text.matchAll(anywhere)) {
      const found = groups?.['version'];
      if (found !== undefined) versions.add(found);
      if (versions.size > 1) return verdictOn(versions);
    }
  }
  return verdictOn(versions);
}

function verdictOn(versions: ReadonlySet<string>): VersionFound {
  const [version] = versions;
  if (version === undefined) return { kind: 'none' };
  return versions.size === 1
    ? { kind: 'one', version }
    : { kind: 'ambiguous', versions: [...versions] };
}
