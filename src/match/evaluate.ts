import type { VersionScheme } from '../ecosystems/index.ts';
import type { Affected, Deciding, RangeEvent } from '../model/index.ts';
import type { Edge } from './edges.ts';
import { compareToEdge, parseEdges } from './edges.ts';

/** What one advisory says of one version, and what decided it. */
export type Verdict =
  | AffectedVerdict
  | { readonly kind: 'not affected'; readonly because: 'vendor' | 'outside' | 'no range' }
  /** Nothing readable says affected, and these texts are no versions: the reader is told. */
  | { readonly kind: 'not comparable'; readonly texts: readonly string[] };

export interface AffectedVerdict {
  readonly kind: 'affected';
  readonly deciding: Deciding;
  /** Opened the interval; `0`: all earlier versions. Absent of a listed version outside all ranges. */
  readonly introduced?: string;
  readonly fixedIn?: string;
  /** Fixes of other ranges or intervals above the version. */
  readonly otherFixes: readonly string[];
  readonly lastAffected?: string;
}

/** A version to test: its text, its normal form for lists, and parsed (`undefined`: it is none). */
export interface Candidate<Version> {
  readonly text: string;
  readonly normalized: string;
  readonly version: Version | undefined;
}

/**
 * Whether a version is listed or lies in any range of an advisory, by OSV's evaluation rule:
 * https://ossf.github.io/osv-schema/#evaluation
 *
 * A range with an edge that is no version is left out as a whole, and said so.
 */
export function evaluate<Version>(
  scheme: VersionScheme<Version>,
  candidate: Candidate<Version>,
  affected: Affected,
): Verdict {
  if (affected.status === 'not_affected') return { kind: 'not affected', because: 'vendor' };
  const read = readRanges(scheme, candidate, affected.ranges);
  if (read.inside) return withOtherFixes(scheme, candidate, read.inside, affected);
  if (isListed(candidate, affected.versions)) {
    return listed(scheme, candidate, affected);
  }
  if (affected.ranges.length === 0) {
    return { kind: 'not affected', because: affected.versions.length > 0 ? 'outside' : 'no range' };
  }
  return read.unreadable.length > 0
    ? { kind: 'not comparable', texts: read.unreadable }
    : { kind: 'not affected', because: 'outside' };
}

interface RangesRead {
  readonly inside?: { readonly index: number; readonly interval: Interval };
  readonly unreadable: readonly string[];
}

function readRanges<Version>(
  scheme: VersionScheme<Version>,
  { text, version }: Candidate<Version>,
  ranges: Affected['ranges'],
): RangesRead {
  if (version === undefined) return { unreadable: ranges.length > 0 ? [text] : [] };
  const unreadable: string[] = [];
  for (const [index, events] of ranges.entries()) {
    const parsed = parseEdges(scheme, events);
    if (parsed.kind === 'unreadable') {
      unreadable.push(...parsed.texts);
      continue;
    }
    const interval = intervalAround(scheme, parsed.edges, version);
    if (interval) return { inside: { index, interval }, unreadable };
  }
  return { unreadable };
}

interface Interval {
  readonly introduced: string;
  readonly fixedIn?: string;
  readonly lastAffected?: string;
}

/** The affected interval that holds the version; edges come in order, limits among them. */
function intervalAround<Version>(
  scheme: VersionScheme<Version>,
  edges: readonly Edge<Version>[],
  version: Version,
): Interval | undefined {
  if (!isBelowALimit(scheme, edges, version)) return undefined;
  let introduced: string | undefined;
  for (const edge of edges) {
    const where = compareToEdge(scheme, version, edge.at);
    if (edge.kind === 'introduced' && where >= 0) introduced ??= edge.text;
    if (edge.kind !== 'fixed' && edge.kind !== 'lastAffected') continue;
    const isPast = edge.kind === 'fixed' ? where >= 0 : where > 0;
    if (isPast) introduced = undefined;
    else if (introduced !== undefined) return closedBy(introduced, edge);
  }
  return introduced === undefined ? undefined : { introduced };
}

function closedBy<Version>(introduced: string, { kind, text }: Edge<Version>): Interval {
  return kind === 'fixed' ? { introduced, fixedIn: text } : { introduced, lastAffected: text };
}

/** Ranges without limits have none to be below. */
function isBelowALimit<Version>(
  scheme: VersionScheme<Version>,
  edges: readonly Edge<Version>[],
  version: Version,
): boolean {
  let isLimited = false;
  for (const edge of edges) {
    if (edge.kind !== 'limit') continue;
    if (compareToEdge(scheme, version, edge.at) < 0) return true;
    isLimited = true;
  }
  return !isLimited;
}

/** Lists are in normal form already; the text stands for what has none. */
function isListed<Version>(
  { text, normalized }: Candidate<Version>,
  versions: readonly string[],
): boolean {
  return versions.includes(normalized) || versions.includes(text);
}

function listed<Version>(
  scheme: VersionScheme<Version>,
  candidate: Candidate<Version>,
  affected: Affected,
): AffectedVerdict {
  return {
    kind: 'affected',
    deciding: { kind: 'listed', version: candidate.text },
    otherFixes: fixesAbove(scheme, candidate, affected.ranges),
  };
}

function withOtherFixes<Version>(
  scheme: VersionScheme<Version>,
  candidate: Candidate<Version>,
  { index, interval }: { index: number; interval: Interval },
  affected: Affected,
): AffectedVerdict {
  const events = affected.ranges[index] ?? [];
  const isOneFix = affected.ranges.length === 1 && events.length <= 2;
  const fixes = isOneFix ? [] : fixesAbove(scheme, candidate, affected.ranges);
  return {
    kind: 'affected',
    deciding: { kind: 'range', events, index },
    ...interval,
    otherFixes: fixes.filter((fix) => fix !== interval.fixedIn),
  };
}

function fixesAbove<Version>(
  scheme: VersionScheme<Version>,
  { version }: Candidate<Version>,
  ranges: readonly (readonly RangeEvent[])[],
): string[] {
  if (version === undefined) return [];
  const fixes = ranges
    .flat()
    .filter((event) => event.kind === 'fixed')
    .map((event) => ({ text: event.version, parsed: scheme.parse(event.version) }))
    .filter(({ parsed }) => parsed !== undefined && scheme.compare(parsed, version) > 0)
    .map(({ text }) => text);
  return [...new Set(fixes)];
}
