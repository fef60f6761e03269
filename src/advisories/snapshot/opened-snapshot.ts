import { err, FailureError, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import type {
  AdvisoryEntry,
  AdvisorySnapshot,
  AdvisoryTexts,
  Digest,
  EndOfLife,
  NamespaceCoverage,
  VulnerabilityContext,
} from '../../model/index.ts';
import { BUILT_IN_END_OF_LIFE } from '../end-of-life.ts';
import { parseJson } from '../json.ts';
import { bucketOf } from './bucket.ts';
import { readContext } from './context-codec.ts';
import type { Covering } from './coverings.ts';
import { coverings } from './coverings.ts';
import { idPrefixOf } from './feed-writer.ts';
import { KeyedShard } from './keyed-shard.ts';
import type { FeedState, ShardRef } from './manifest.ts';
import { MatchShard } from './match-shard.ts';
import { corruptShard } from './store.ts';
import type { SnapshotStore, StoredSnapshot } from './store.ts';
import { readTexts, textsById } from './texts-codec.ts';

/** Decoded entries kept for the next image, which mostly asks for the same packages. */
const ENTRIES_KEPT = 50_000;

/** Contexts kept, with the ids that have none: what one large image asks for, many times over. */
const CONTEXTS_KEPT = 50_000;

/** Bytes of decompressed shards of texts and contexts kept. An image's ids lie in nearly all shards. */
const KEYED_BYTES_KEPT = 64 * 2 ** 20;

/**
 * A snapshot read from its store: a shard is read, and checked, when it is first asked for. A shard
 * that cannot be read throws a FailureError; `prepare` says so as a Result before any is needed.
 */
export class OpenedSnapshot implements AdvisorySnapshot {
  readonly number: number;
  readonly digest: Digest;
  readonly createdAt: string;
  readonly isStarter = false;
  readonly #store: Pick<SnapshotStore, 'read'>;
  readonly #checked: ReadonlyMap<string, string>;
  readonly #feeds: readonly FeedState[];
  readonly #namespaces: ReadonlyMap<string, readonly Covering[]>;
  readonly #endOfLife: ReadonlyMap<string, EndOfLife>;
  readonly #matchShards = new Map<Digest, MatchShard>();
  readonly #keyedShards = new Map<Digest, KeyedShard>();
  #keyedBytesKept = 0;
  readonly #contextFeeds: readonly FeedState[];
  /** Advisories before what the CVE record says of the same id. */
  readonly #textFeeds: readonly FeedState[];
  readonly #contexts = new Map<string, VulnerabilityContext | undefined>();
  readonly #entries = new Map<string, readonly AdvisoryEntry[]>();
  #entriesKept = 0;

  /** `checked`: when each feed's publisher was last asked and had nothing newer. */
  constructor(
    store: Pick<SnapshotStore, 'read'>,
    stored: StoredSnapshot,
    checked: ReadonlyMap<string, string> = new Map(),
  ) {
    this.number = stored.number;
    this.digest = stored.digest;
    this.createdAt = stored.manifest.createdAt;
    this.#store = store;
    this.#checked = checked;
    this.#feeds = stored.manifest.feeds;
    this.#contextFeeds = this.#feeds.filter(({ context }) => context.length > 0);
    this.#textFeeds = [
      ...this.#feeds.filter((feed) => !isOfCves(feed)),
      ...this.#feeds.filter(isOfCves),
    ];
    this.#namespaces = coverings(stored.manifest.feeds);
    const ends = stored.manifest.feeds.flatMap((feed) => feed.endOfLife);
    this.#endOfLife = new Map(
      [...BUILT_IN_END_OF_LIFE, ...ends].map((end) => [end.namespace, end]),
    );
  }

  /** Reads all that matching in these namespaces needs. */
  prepare(namespaces: readonly string[]): Result<void, Failure> {
    try {
      for (const shard of this.matchShardsOf(namespaces)) {
        inShard(shard, () => this.#matchShard(shard));
      }
      return ok(undefined);
    } catch (error) {
      return err(failureOf(error, 'advisory.shard.corrupt'));
    }
  }

  /** The shards that say which packages of these namespaces are affected. */
  matchShardsOf(namespaces: readonly string[]): readonly ShardRef[] {
    return namespaces
      .flatMap((namespace) => this.#namespaces.get(namespace) ?? [])
      .flatMap(({ shards }) => shards.shards);
  }

  /** When the publisher of each feed was last asked and had nothing newer. */
  get checked(): ReadonlyMap<string, string> {
    return this.#checked;
  }

  /** Advisory namespaces that it speaks of. */
  namespaces(): readonly string[] {
    return [...this.#namespaces.keys()];
  }

  /** Bytes of the match shards that were read so far. */
  get bytesInMemory(): number {
    let bytes = 0;
    for (const shard of this.#matchShards.values()) bytes += shard.byteLength;
    return bytes;
  }

  coverageOf(namespace: string): NamespaceCoverage | undefined {
    const [first, ...others] = this.#namespaces.get(namespace) ?? [];
    if (first === undefined) return undefined;
    const { feed, shards } = first;
    return {
      namespace,
      source: feed.source,
      listsUnfixed: shards.listsUnfixed,
      records: others.reduce((sum, other) => sum + other.shards.records, shards.records),
      fetchedAt: this.#checked.get(feed.name) ?? feed.fetchedAt,
      newestAt: feed.newestAt,
    };
  }

  entriesOf(namespace: string, name: string): readonly AdvisoryEntry[] {
    const key = `${namespace}\n${name}`;
    const known = this.#entries.get(key);
    if (known) return known;
    const entries = (this.#namespaces.get(namespace) ?? [])
      .map(({ shards }) => {
        const shard = shards.shards[bucketOf(name, shards.shards.length)];
        return shard ? inShard(shard, () => this.#matchShard(shard).entriesOf(name)) : [];
      })
      .reduce(withoutKnown, []);
    this.#keep(key, entries);
    return entries;
  }

  entriesAbout(vulnerability: string): readonly AdvisoryEntry[] {
    return [...this.#namespaces.values()]
      .flat()
      .flatMap(({ shards }) => shards.shards)
      .flatMap((shard) =>
        inShard(shard, () => this.#matchShard(shard).entriesAbout(vulnerability)),
      );
  }

  contextOf(vulnerability: string): VulnerabilityContext | undefined {
    const known = this.#contexts.get(vulnerability);
    if (known !== undefined || this.#contexts.has(vulnerability)) return known;
    const values = new Map<string, unknown>();
    for (const feed of this.#contextFeeds) {
      const value = this.#keyed(feed.context, vulnerability);
      if (value) values.set(feed.source, parseJson(value));
    }
    const context = values.size > 0 ? readContext(values) : undefined;
    if (this.#contexts.size >= CONTEXTS_KEPT) this.#contexts.clear();
    this.#contexts.set(vulnerability, context);
    return context;
  }

  textsOf(advisory: string): AdvisoryTexts | undefined {
    const prefix = idPrefixOf(advisory);
    const derived = textsById(advisory);
    for (const feed of this.#textFeeds) {
      if (!feed.idPrefixes.includes(prefix)) continue;
      const value = this.#keyed(feed.texts, advisory);
      const texts = value && readTexts(parseJson(value));
      if (texts === undefined) continue;
      const references = texts.references.length > 0 ? texts.references : derived?.references;
      // The record's title is in its context, where CycloneDX documents take it from.
      const summary = texts.summary || (isCve(feed) && this.contextOf(advisory)?.title) || '';
      return { ...texts, summary, references: references ?? [] };
    }
    return derived;
  }

  endOfLifeOf(namespace: string): EndOfLife | undefined {
    return this.#endOfLife.get(namespace);
  }

  #keep(key: string, entries: readonly AdvisoryEntry[]): void {
    this.#entriesKept += entries.length + 1;
    if (this.#entriesKept > ENTRIES_KEPT) {
      this.#entries.clear();
      this.#entriesKept = entries.length + 1;
    }
    this.#entries.set(key, entries);
  }

  #matchShard({ digest }: ShardRef): MatchShard {
    const known = this.#matchShards.get(digest);
    if (known) return known;
    const shard = new MatchShard(this.#read(digest));
    this.#matchShards.set(digest, shard);
    return shard;
  }

  #keyed(shards: readonly ShardRef[], key: string): Buffer | undefined {
    const ref = shards[bucketOf(key, shards.length)];
    return ref && inShard(ref, () => this.#keyedShard(ref).get(key));
  }

  #keyedShard({ digest }: ShardRef): KeyedShard {
    const known = this.#keyedShards.get(digest);
    if (known) return known;
    const shard = new KeyedShard(this.#read(digest));
    this.#keyedBytesKept += shard.byteLength;
    if (this.#keyedBytesKept > KEYED_BYTES_KEPT) {
      this.#keyedShards.clear();
      this.#keyedBytesKept = shard.byteLength;
    }
    this.#keyedShards.set(digest, shard);
    return shard;
  }

  #read(digest: Digest): Buffer {
    const bytes = this.#store.read(digest);
    if (!bytes.ok) throw new FailureError(bytes.error);
    return bytes.value;
  }
}

/** Bytes may be those of their digest and no shard all the same: whoever published it made them so. */
function inShard<Value>({ digest }: ShardRef, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FailureError(corruptShard(digest, error.message), { cause: error });
  }
}

/** Where two feeds have an advisory of one id, as the CVE records and NVD do, the first's word counts. */
function withoutKnown(
  known: readonly AdvisoryEntry[],
  more: readonly AdvisoryEntry[],
): readonly AdvisoryEntry[] {
  if (known.length === 0) return more;
  const ids = new Set(known.map(({ advisory }) => advisory.id));
  return [...known, ...more.filter(({ advisory }) => !ids.has(advisory.id))];
}

/** Of CVE records as such: theirs in order, as `cve` comes before `nvd`. */
function isOfCves({ source }: FeedState): boolean {
  return source === 'cve' || source === 'nvd';
}

function isCve({ source }: FeedState): boolean {
  return source === 'cve';
}
