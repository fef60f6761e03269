import { type Failure, FailureError, type Result, err, failureOf, ok } from '../base/index.ts';
import { type Covering, coverings } from './snapshot/coverings.ts';
import type { ShardRef } from './snapshot/manifest.ts';
import { KeyedShard } from './snapshot/keyed-shard.ts';
import { MatchShard } from './snapshot/match-shard.ts';
import { SnapshotStore, type StoredSnapshot } from './snapshot/store.ts';

/** Where two snapshots say different things. */
export interface SnapshotDifference {
  /**
   * By advisory namespace the names of packages, or `all` of them, where who speaks of the namespace, or
   * until when it is supported, is another.
   */
  readonly packages: ReadonlyMap<string, ReadonlySet<string> | 'all'>;
  /** Whose ratings, KEV or other context changed; EPSS, which is another each day for all, does not count. */
  readonly vulnerabilities: ReadonlySet<string>;
}

/** Reads only shards that are not the same. */
export function differenceOf(
  folder: string,
  beforeNumber: number,
  afterNumber: number,
): Result<SnapshotDifference, Failure> {
  const store = new SnapshotStore(folder);
  const [before, after] = [store.byNumber(beforeNumber), store.byNumber(afterNumber)];
  if (!before.ok) return before;
  if (!after.ok) return after;
  try {
    const packages = changedPackages(before.value, after.value, store);
    return ok({ packages, vulnerabilities: changedContext(before.value, after.value, store) });
  } catch (error) {
    return err(failureOf(error, 'advisory.shard.corrupt'));
  }
}

function changedPackages(
  before: StoredSnapshot,
  after: StoredSnapshot,
  store: SnapshotStore,
): SnapshotDifference['packages'] {
  const [old, now] = [coverings(before.manifest.feeds), coverings(after.manifest.feeds)];
  const ends = [endsOf(before), endsOf(after)] as const;
  const changed = new Map<string, ReadonlySet<string> | 'all'>();
  for (const namespace of new Set([
    ...old.keys(),
    ...now.keys(),
    ...ends[0].keys(),
    ...ends[1].keys(),
  ])) {
    const sides = [old.get(namespace) ?? [], now.get(namespace) ?? []] as const;
    const isWhole =
      speakersOf(sides[0]) !== speakersOf(sides[1]) ||
      ends[0].get(namespace) !== ends[1].get(namespace);
    const names = isWhole ? 'all' : changedNames(sides[0], sides[1], store);
    if (names === 'all' || names.size > 0) changed.set(namespace, names);
  }
  return changed;
}

function endsOf({ manifest }: StoredSnapshot): ReadonlyMap<string, string> {
  const ends = manifest.feeds.flatMap(({ endOfLife }) => endOfLife);
  return new Map(ends.map((end) => [end.namespace, JSON.stringify(end)]));
}

/** Whatever of it reaches a report beside single advisories. Buckets are made by number of packages. */
function speakersOf(covering: readonly Covering[]): string {
  return JSON.stringify(
    covering.map(({ feed, shards }) => [feed.name, feed.source, shards.listsUnfixed]),
  );
}

function changedNames(
  before: readonly Covering[],
  after: readonly Covering[],
  store: SnapshotStore,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [place, { shards: old }] of before.entries()) {
    const now = after[place]?.shards.shards ?? [];
    for (const [oldShards, newShards] of pairs(old.shards, now)) {
      const [entries, others] = [entriesIn(oldShards, store), entriesIn(newShards, store)];
      for (const name of new Set([...entries.keys(), ...others.keys()])) {
        if (entries.get(name) !== others.get(name)) names.add(name);
      }
    }
  }
  return names;
}

const EPSS = 'epss';

function changedContext(
  before: StoredSnapshot,
  after: StoredSnapshot,
  store: SnapshotStore,
): ReadonlySet<string> {
  const changed = new Set<string>();
  const feeds = [before, after].flatMap(({ manifest }) => manifest.feeds);
  for (const name of new Set(feeds.map((feed) => feed.name))) {
    if (name === EPSS) continue;
    for (const [old, now] of pairs(contextOf(name, before), contextOf(name, after))) {
      const [values, others] = [valuesIn(old, store), valuesIn(now, store)];
      for (const id of new Set([...values.keys(), ...others.keys()])) {
        if (values.get(id) !== others.get(id)) changed.add(id);
      }
    }
  }
  return changed;
}

function contextOf(name: string, { manifest }: StoredSnapshot): readonly ShardRef[] {
  return manifest.feeds.find((feed) => feed.name === name)?.context ?? [];
}

function valuesIn(shards: readonly ShardRef[], store: SnapshotStore): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const shard of shards) {
    const entries = new KeyedShard(bytesOf(shard, store)).entries();
    for (const [id, value] of entries) values.set(id, value.toString('latin1'));
  }
  return values;
}

function bytesOf({ digest }: ShardRef, store: SnapshotStore): Buffer {
  const bytes = store.read(digest);
  if (!bytes.ok) throw new FailureError(bytes.error);
  return bytes.value;
}

/** Buckets that are not the same; where there are more of them than before, all against all. */
function pairs(
  before: readonly ShardRef[],
  after: readonly ShardRef[],
): readonly (readonly [readonly ShardRef[], readonly ShardRef[]])[] {
  if (before.length !== after.length) return [[before, after]];
  return before.flatMap((shard, bucket) => {
    const other = after[bucket];
    return other === undefined || other.digest === shard.digest ? [] : [[[shard], [other]]];
  });
}

/** Of each package all that is said, as text that tells it from anything else. */
function entriesIn(shards: readonly ShardRef[], store: SnapshotStore): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const ref of shards) {
    const shard = new MatchShard(bytesOf(ref, store));
    for (const [name] of shard.packages()) entries.set(name, JSON.stringify(shard.entriesOf(name)));
  }
  return entries;
}
