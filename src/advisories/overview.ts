import { ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import { readDecisions } from './decisions.ts';
import { freshnessOf, lastAskedAt, readChecks } from './feed-checks.ts';
import type { FeedCheck } from './feed-checks.ts';
import { feedNamed } from './feeds/catalog.ts';
import { feedFacts } from './feeds/facts.ts';
import { LocalCopies } from './feeds/local-copies.ts';
import { namedByCopies } from './feeds/obtain.ts';
import { shardsOf, shardsOfFeed } from './snapshot/manifest.ts';
import type { FeedState } from './snapshot/manifest.ts';
import { SnapshotStore } from './snapshot/store.ts';

/** One feed as whoever runs the server sees it. */
export interface FeedOverview {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** Of the active snapshot; 0 where the feed never came. */
  readonly records: number;
  readonly skipped: number;
  readonly namespaces: number;
  /** Of its shards, and of the files they were made of. */
  readonly bytes: number;
  /** When its publisher was last asked with success; absent: never. */
  readonly freshAt?: string;
  /** Newest date in the data itself. */
  readonly newestAt?: string;
  readonly triedAt: string;
  readonly isStale: boolean;
  /** Of the last try. */
  readonly failure?: Failure;
}

export interface SnapshotOverview {
  readonly number: number;
  readonly digest: Digest;
  readonly createdAt: string;
  readonly feeds: number;
  readonly records: number;
  readonly bytes: number;
  readonly isActive: boolean;
  /** Held back for an administrator. */
  readonly held?: { readonly at: string; readonly reasons: readonly string[] };
}

/** PRODUCT: fetched hourly; a day is many tries that failed. */
const STALE_MS = 86_400_000;

/** Every feed that is here or was asked for, by name. */
export function feedOverviews(
  folder: string,
  now: number,
): Result<readonly FeedOverview[], Failure> {
  const active = new SnapshotStore(folder).active();
  if (!active.ok) return active;
  const states = new Map(active.value?.manifest.feeds.map((state) => [state.name, state]));
  const checks = readChecks(folder);
  const checked = new Map(checks.map((check) => [check.feed, check]));
  const copies = new LocalCopies(folder);
  const names = new Set([...states.keys(), ...checked.keys()]);
  return ok(
    [...names].map((name) => {
      const state = states.get(name);
      const check = checked.get(name);
      const freshAt = state && freshnessOf(state, checks);
      return {
        name,
        ...feedFacts(name),
        ...countsOf(state),
        bytes: bytesOf(name, state, copies),
        ...(freshAt !== undefined && { freshAt }),
        ...(state?.newestAt && { newestAt: state.newestAt }),
        triedAt: lastTry(check, freshAt),
        isStale: !(freshAt !== undefined && now - Date.parse(freshAt) <= STALE_MS),
        ...(check?.failure && {
          failure: { code: check.failure.code, message: check.failure.message },
        }),
      };
    }),
  );
}

function countsOf(
  state: FeedState | undefined,
): Pick<FeedOverview, 'records' | 'skipped' | 'namespaces'> {
  if (state === undefined) return { records: 0, skipped: 0, namespaces: 0 };
  const { records, skipped, namespaces } = state;
  return { records, skipped, namespaces: namespaces.length };
}

function lastTry(check: FeedCheck | undefined, freshAt = ''): string {
  const asked = check ? lastAskedAt(check) : '';
  return asked > freshAt ? asked : freshAt;
}

function bytesOf(name: string, state: FeedState | undefined, copies: LocalCopies): number {
  const shards = state ? shardsOfFeed(state) : [];
  const sizes = new Map(shards.map(({ digest, size }) => [digest, size]));
  const feed = feedNamed(name);
  const paths = feed ? [...feed.files.map(({ path }) => path), ...namedByCopies(feed, copies)] : [];
  const files = paths.map((path) => copies.ownBytes(path));
  return [...sizes.values(), ...files].reduce((sum, size) => sum + size, 0);
}

/** The snapshots that are on disk, the newest first. */
export function snapshotOverviews(folder: string): Result<readonly SnapshotOverview[], Failure> {
  const store = new SnapshotStore(folder);
  const active = store.active();
  if (!active.ok) return active;
  const held = new Map(readDecisions(folder).held.map((one) => [one.number, one]));
  const overviews = store.numbers().flatMap((number): SnapshotOverview[] => {
    const stored = store.byNumber(number);
    // What is damaged and not active is of no use, and goes with the next update.
    if (!stored.ok) return [];
    const { digest, manifest } = stored.value;
    const hold = number > (active.value?.number ?? 0) ? held.get(number) : undefined;
    return [
      {
        number,
        digest,
        createdAt: manifest.createdAt,
        feeds: manifest.feeds.length,
        records: manifest.feeds.reduce((sum, { records }) => sum + records, 0),
        bytes: shardsOf(manifest).reduce((sum, { size }) => sum + size, 0),
        isActive: number === active.value?.number,
        ...(hold && { held: { at: hold.at, reasons: hold.reasons } }),
      },
    ];
  });
  return ok(overviews.toReversed());
}
