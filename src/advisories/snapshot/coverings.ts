import type { FeedState, NamespaceShards } from './manifest.ts';

/** What one feed says of a namespace. */
export interface Covering {
  readonly feed: FeedState;
  readonly shards: NamespaceShards;
}

/**
 * Which feeds speak of each namespace. A distribution's own feed wins whole over its copy in OSV:
 * only where it says nothing of a release, the copy counts.
 */
export function coverings(feeds: readonly FeedState[]): ReadonlyMap<string, readonly Covering[]> {
  const all = new Map<string, Covering[]>();
  for (const feed of feeds) {
    for (const shards of feed.namespaces) {
      const known = all.get(shards.namespace);
      if (known) known.push({ feed, shards });
      else all.set(shards.namespace, [{ feed, shards }]);
    }
  }
  return new Map(
    [...all].map(([namespace, covering]) => {
      const native = covering.filter(({ feed }) => feed.source !== 'osv');
      return [namespace, native.length > 0 ? native : covering] as const;
    }),
  );
}
