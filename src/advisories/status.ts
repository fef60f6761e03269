import { ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { freshnessOf, readChecks } from './feed-checks.ts';
import { SnapshotStore } from './snapshot/store.ts';

/** What `db status` shows of one feed. */
export interface FeedStatus {
  readonly name: string;
  readonly source: string;
  /** When its publisher was last asked with success: staleness is judged by this. */
  readonly fetchedAt: string;
  /** Newest date in the data itself; empty where the feed writes none. */
  readonly newestAt: string;
  readonly records: number;
  readonly skipped: number;
  /** The first of the records left out, with reasons. */
  readonly skips: readonly Diagnostic[];
  readonly namespaces: readonly string[];
  /** Not fetched for longer than `staleAfterMs`. */
  readonly isStale: boolean;
  /** Why the last attempt came to nothing, though older data is there. */
  readonly lastFailure?: Failure & { readonly failedAt: string };
}

export interface DatabaseStatus {
  readonly number: number;
  readonly digest: string;
  readonly createdAt: string;
  /** Snapshots that one can go back to. */
  readonly numbers: readonly number[];
  readonly feeds: readonly FeedStatus[];
}

const DAY_MS = 86_400_000;

/** The state of a data folder; `undefined`: nothing was fetched yet. `now` in milliseconds. */
export function databaseStatus(
  folder: string,
  now: number,
  staleAfterMs: number = DAY_MS,
): Result<DatabaseStatus | undefined, Failure> {
  const store = new SnapshotStore(folder);
  const active = store.active();
  if (!active.ok || active.value === undefined) return active.ok ? ok(undefined) : active;
  const { number, digest, manifest } = active.value;
  const checks = readChecks(folder);
  const feeds = manifest.feeds.map((feed): FeedStatus => {
    const check = checks.find((known) => known.feed === feed.name);
    const fetchedAt = freshnessOf(feed, checks);
    const age = now - Date.parse(fetchedAt);
    return {
      name: feed.name,
      source: feed.source,
      fetchedAt,
      newestAt: feed.newestAt,
      records: feed.records,
      skipped: feed.skipped,
      skips: feed.skips,
      namespaces: feed.namespaces.map(({ namespace }) => namespace),
      isStale: !(age <= staleAfterMs),
      ...(check?.failure && { lastFailure: check.failure }),
    };
  });
  const { createdAt } = manifest;
  return ok({ number, digest, createdAt, numbers: store.numbers(), feeds });
}
