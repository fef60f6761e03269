import type {
  Advisory,
  AdvisoryEntry,
  AdvisoryTexts,
  Affected,
  Diagnostic,
  EndOfLife,
} from '../../model/index.ts';
import { isDistribution } from '../namespace.ts';
import { bucketOf, bucketsFor } from './bucket.ts';
import { writeKeyedShard } from './keyed-shard.ts';
import type { FeedState, NamespaceShards, ShardRef } from './manifest.ts';
import { writeMatchShard } from './match-shard.ts';
import { headOf } from './memory-snapshot.ts';
import { byCodeUnits } from './order.ts';
import { isWithoutTexts } from './texts-codec.ts';

/** Goes up when the same feed would give other shards: then every feed is read anew. */
export const REVISION = 7;

/** Entries in a match shard on average: some 120 kB. */
const SHARD_ENTRIES = 4096;

/**
 * Bytes in a shard of texts or context at most, on average, before compression. Half as much packs
 * 7 % worse, and a published snapshot is 25 MB at most; twice as much makes daily differences larger.
 */
const SHARD_BYTES = 512 * 1024;

/** Records left out that a manifest names; the count is exact. */
const SKIPS = 100;

/** Stores the bytes of a shard, and says how they are found again. */
export type PutShard = (bytes: Buffer) => ShardRef;

interface Namespace {
  readonly ecosystem: string;
  readonly packages: Map<string, AdvisoryEntry[]>;
  records: number;
  ranges: number;
  entries: number;
  unfixed: number;
}

/** Takes what a feed says, record by record, and packs it into shards. */
export class FeedWriter {
  readonly #namespaces = new Map<string, Namespace>();
  readonly #texts = new Map<string, Buffer>();
  readonly #context = new Map<string, Buffer>();
  readonly #endOfLife: EndOfLife[] = [];
  readonly #skips: Diagnostic[] = [];
  readonly #prefixes = new Set<string>();
  #advisories = 0;
  #skipped = 0;
  #newestAt = '';

  /** An advisory without an entry counts as a record, and is not kept. */
  add(advisory: Advisory): void {
    this.#advisories += 1;
    this.dated(advisory.modified);
    if (advisory.affected.length === 0) return;
    const head = headOf(advisory);
    const seen = new Set<string>();
    for (const affected of advisory.affected) {
      const namespace = this.#namespaceOf(affected);
      if (!seen.has(affected.namespace)) namespace.records += 1;
      seen.add(affected.namespace);
      namespace.entries += 1;
      namespace.ranges += affected.ranges.length;
      if (isUnfixed(affected)) namespace.unfixed += 1;
      const entries = namespace.packages.get(affected.name);
      const entry = { advisory: head, affected };
      if (entries) entries.push(entry);
      else namespace.packages.set(affected.name, [entry]);
    }
    this.#prefixes.add(idPrefixOf(advisory.id));
    if (!isWithoutTexts(advisory)) this.addTexts(advisory.id, advisory);
  }

  /** What a person reads of an advisory or a vulnerability: kept apart from what matching reads. */
  addTexts(id: string, texts: Partial<AdvisoryTexts>): void {
    const { summary = '', details = '', published = '', references = [], weaknesses = [] } = texts;
    this.#prefixes.add(idPrefixOf(id));
    const list = [summary, details, published, references, weaknesses];
    this.#texts.set(id, Buffer.from(JSON.stringify(list)));
  }

  /** What is known of a vulnerability beside advisories, as JSON that the reader knows. */
  addContext(vulnerability: string, value: unknown): void {
    this.#context.set(vulnerability, Buffer.from(JSON.stringify(value)));
  }

  addEndOfLife(end: EndOfLife): void {
    this.#endOfLife.push(end);
  }

  skip(diagnostics: readonly Diagnostic[]): void {
    this.#skipped += diagnostics.length;
    this.#skips.push(...diagnostics.slice(0, SKIPS - this.#skips.length));
  }

  /** A date that stands in the data. */
  dated(date: string): void {
    if (date > this.#newestAt) this.#newestAt = date;
  }

  get records(): number {
    return Math.max(this.#advisories, this.#context.size, this.#endOfLife.length);
  }

  /** Packs all that was added; the shards are stored through `put`. */
  finish(name: string, source: string, fetchedAt: string, put: PutShard): FeedState {
    return {
      name,
      source,
      revision: REVISION,
      fetchedAt,
      newestAt: this.#newestAt,
      records: this.records,
      skipped: this.#skipped,
      skips: this.#skips,
      namespaces: [...this.#namespaces]
        .toSorted(([a], [b]) => byCodeUnits(a, b))
        .map(([namespace, content]) => packNamespace(namespace, source, content, put)),
      texts: packKeyed(this.#texts, put),
      idPrefixes: [...this.#prefixes].toSorted(byCodeUnits),
      context: packKeyed(this.#context, put),
      endOfLife: this.#endOfLife,
    };
  }

  #namespaceOf({ namespace, ecosystem }: Affected): Namespace {
    const known = this.#namespaces.get(namespace);
    if (known) return known;
    const packages = new Map<string, AdvisoryEntry[]>();
    const made = { ecosystem, packages, records: 0, ranges: 0, entries: 0, unfixed: 0 };
    this.#namespaces.set(namespace, made);
    return made;
  }
}

/** `GHSA` of `GHSA-aaaa-bbbb-cccc`: tells which feed may have the texts of an id. */
export function idPrefixOf(id: string): string {
  const dash = id.indexOf('-');
  return dash < 0 ? id : id.slice(0, dash);
}

/** Whether an entry says what a feed of fixes only never says. */
function isUnfixed({ status }: Affected): boolean {
  return status !== 'fix_available' && status !== 'not_affected';
}

function packNamespace(
  namespace: string,
  source: string,
  content: Namespace,
  put: PutShard,
): NamespaceShards {
  const { ecosystem, packages, records, ranges, entries, unfixed } = content;
  const count = bucketsFor(entries, SHARD_ENTRIES);
  const buckets = Array.from({ length: count }, () => new Map<string, readonly AdvisoryEntry[]>());
  for (const [name, own] of packages) buckets[bucketOf(name, count)]?.set(name, own);
  return {
    namespace,
    listsUnfixed: !isDistribution(ecosystem) || unfixed > 0,
    records,
    ranges,
    shards: buckets.map((bucket) => put(writeMatchShard({ ecosystem, namespace, source }, bucket))),
  };
}

function packKeyed(values: ReadonlyMap<string, Buffer>, put: PutShard): readonly ShardRef[] {
  if (values.size === 0) return [];
  let bytes = 0;
  for (const value of values.values()) bytes += value.length;
  const count = bucketsFor(bytes, SHARD_BYTES);
  const buckets = Array.from({ length: count }, () => new Map<string, Buffer>());
  for (const [key, value] of values) buckets[bucketOf(key, count)]?.set(key, value);
  return buckets.map((bucket) => put(writeKeyedShard(bucket)));
}
