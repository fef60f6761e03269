import type { VersionScheme } from '../ecosystems/index.ts';
import type { RangeEvent } from '../model/index.ts';

export type At<Version> = 'before all' | 'after all' | { readonly version: Version };

/** A range event with its version parsed. */
export interface Edge<Version> {
  readonly kind: RangeEvent['kind'];
  readonly at: At<Version>;
  /** As published. */
  readonly text: string;
}

export type ParsedEdges<Version> =
  | { readonly kind: 'readable'; readonly edges: readonly Edge<Version>[] }
  | { readonly kind: 'unreadable'; readonly texts: readonly string[] };

/** A range's edges in order, or the texts in it that are no versions. */
export function parseEdges<Version>(
  scheme: VersionScheme<Version>,
  events: readonly RangeEvent[],
): ParsedEdges<Version> {
  const edges: Edge<Version>[] = [];
  const wrong: string[] = [];
  for (const { kind, version: text } of events) {
    const at = parseAt(scheme, kind, text);
    if (at === undefined) wrong.push(text);
    else edges.push({ kind, at, text });
  }
  if (wrong.length > 0) return { kind: 'unreadable', texts: wrong };
  return { kind: 'readable', edges: isOrdered(edges) ? edges : inOrder(scheme, edges) };
}

/** Negative when the version lies before the edge, 0 on it, positive after it. */
export function compareToEdge<Version>(
  scheme: VersionScheme<Version>,
  version: Version,
  at: At<Version>,
): number {
  if (at === 'before all') return 1;
  if (at === 'after all') return -1;
  return scheme.compare(version, at.version);
}

function parseAt<Version>(
  scheme: VersionScheme<Version>,
  kind: RangeEvent['kind'],
  text: string,
): At<Version> | undefined {
  if (kind === 'introduced' && text === '0') return 'before all';
  if (kind === 'limit' && text === '*') return 'after all';
  const version = scheme.parse(text);
  return version === undefined ? undefined : { version };
}

/** Nearly every range is `introduced 0` and one more edge: in order as it stands. */
function isOrdered<Version>(edges: readonly Edge<Version>[]): boolean {
  return edges.length < 2 || (edges.length === 2 && edges[0]?.at === 'before all');
}

/**
 * OSV leaves the order of events at one version open. A fix first, so that `fixed 2.0, introduced
 * 2.0` leaves 2.0 affected; the last affected after, so that `introduced 2.0, last affected 2.0`
 * is 2.0 and no more.
 */
const ORDER_AT_ONE_VERSION = { limit: 0, fixed: 1, introduced: 2, lastAffected: 3 };

function inOrder<Version>(
  scheme: VersionScheme<Version>,
  edges: readonly Edge<Version>[],
): Edge<Version>[] {
  return edges.toSorted(
    (a, b) =>
      compareAt(scheme, a.at, b.at) || ORDER_AT_ONE_VERSION[a.kind] - ORDER_AT_ONE_VERSION[b.kind],
  );
}

function compareAt<Version>(
  scheme: VersionScheme<Version>,
  a: At<Version>,
  b: At<Version>,
): number {
  if (typeof a === 'object') return compareToEdge(scheme, a.version, b);
  if (a === b) return 0;
  return a === 'before all' ? -1 : 1;
}
