import { FailureError } from '../../base/index.ts';
import type {
  Advisory,
  AdvisoryEntry,
  AdvisoryHead,
  AdvisorySnapshot,
  AdvisoryTexts,
  VulnerabilityContext,
} from '../../model/index.ts';
import { parseJson } from '../json.ts';
import { readContext } from '../snapshot/context-codec.ts';
import { coverings } from '../snapshot/coverings.ts';
import { KeyedShard } from '../snapshot/keyed-shard.ts';
import type { FeedState, ShardRef } from '../snapshot/manifest.ts';
import type { Mention } from '../snapshot/match-shard.ts';
import { MatchShard } from '../snapshot/match-shard.ts';
import { headOf } from '../snapshot/memory-snapshot.ts';
import type { SnapshotStore, StoredSnapshot } from '../snapshot/store.ts';
import { readTexts } from '../snapshot/texts-codec.ts';

/** Everything that a snapshot says, from its start to its end: what a search index is made from. */
export interface SnapshotContent {
  /** Small enough to read one whole for a few advisories in it. */
  readonly parts: number;
  part(number: number): AdvisoryPart;
  contexts(): Iterable<readonly [id: string, context: VulnerabilityContext]>;
  texts(): Iterable<readonly [id: string, texts: AdvisoryTexts]>;
  /** Entries of every advisory in these parts that is, or names as alias or upstream, one of the ids. */
  entriesAbout(parts: Iterable<number>, ids: readonly string[]): readonly AdvisoryEntry[];
}

/** Advisories of one namespace. */
export interface AdvisoryPart {
  readonly namespace: string;
  /** The purl type. */
  readonly ecosystem: string;
  readonly heads: Iterable<AdvisoryHead>;
  readonly packages: Iterable<readonly [name: string, mentions: readonly Mention[]]>;
}

/** Shards kept for the next vulnerability, which is often one of the same packages: some 10 MB. */
const SHARDS_KEPT = 64;

/** Of a snapshot on disk: shards are read when they are asked for. */
export function storedContent(
  store: Pick<SnapshotStore, 'read'>,
  { manifest: { feeds } }: StoredSnapshot,
): SnapshotContent {
  const recent = new Map<number, MatchShard>();
  const refs = [...coverings(feeds).values()].flat().flatMap(({ shards }) => shards.shards);
  const shardAt = (number: number): MatchShard => {
    const ref = refs[number];
    if (ref === undefined) throw new RangeError(`a snapshot has no part ${number}`);
    return new MatchShard(bytesOf(store, ref));
  };
  return {
    parts: refs.length,
    part(number) {
      const shard = shardAt(number);
      return {
        namespace: shard.scope.namespace,
        ecosystem: shard.scope.ecosystem,
        heads: shard.heads(),
        packages: shard.packages(),
      };
    },
    *contexts() {
      for (const [{ source }, id, value] of keyed(store, feeds, ({ context }) => context)) {
        yield [id, readContext(new Map([[source, parseJson(value)]]))];
      }
    },
    *texts() {
      for (const [, id, value] of keyed(store, feeds, ({ texts }) => texts)) {
        const texts = readTexts(parseJson(value));
        if (texts) yield [id, texts];
      }
    },
    entriesAbout: (parts, ids) =>
      [...parts].flatMap((number) => {
        const shard = recent.get(number) ?? shardAt(number);
        recent.delete(number);
        recent.set(number, shard);
        const [oldest] = recent.keys();
        if (recent.size > SHARDS_KEPT && oldest !== undefined) recent.delete(oldest);
        return shard.entriesAbout(...ids);
      }),
  };
}

/** Of advisories that are held as plain objects, with their snapshot. */
export function memoryContent(
  advisories: readonly Advisory[],
  contexts: ReadonlyMap<string, VulnerabilityContext>,
  snapshot: Pick<AdvisorySnapshot, 'entriesAbout'>,
): SnapshotContent {
  const namespaces = [
    ...new Set(advisories.flatMap(({ affected }) => affected.map((entry) => entry.namespace))),
  ];
  return {
    parts: namespaces.length,
    part(number) {
      const namespace = namespaces[number] ?? '';
      const packages = new Map<string, Mention[]>();
      const isHere = (entry: { readonly namespace: string }) => entry.namespace === namespace;
      const own = advisories.filter(({ affected }) => affected.some(isHere));
      for (const [at, { affected }] of own.entries()) {
        for (const { name, severity: rating } of affected.filter(isHere)) {
          packages.set(name, [...(packages.get(name) ?? []), { head: at, rating }]);
        }
      }
      return {
        namespace,
        ecosystem: own[0]?.affected.find(isHere)?.ecosystem ?? '',
        heads: own.map(headOf),
        packages,
      };
    },
    contexts: () => contexts,
    texts: () => advisories.map((advisory) => [advisory.id, advisory] as const),
    entriesAbout: (_, ids) => [...new Set(ids.flatMap((id) => snapshot.entriesAbout(id)))],
  };
}

function* keyed(
  store: Pick<SnapshotStore, 'read'>,
  feeds: readonly FeedState[],
  shardsOf: (feed: FeedState) => readonly ShardRef[],
): Generator<readonly [FeedState, string, Buffer]> {
  for (const feed of feeds) {
    for (const ref of shardsOf(feed)) {
      for (const [id, value] of new KeyedShard(bytesOf(store, ref)).entries()) {
        yield [feed, id, value];
      }
    }
  }
}

function bytesOf(store: Pick<SnapshotStore, 'read'>, { digest }: ShardRef): Buffer {
  const bytes = store.read(digest);
  if (!bytes.ok) throw new FailureError(bytes.error);
  return bytes.value;
}
