import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { parseDigest } from '../../model/index.ts';
import type { Diagnostic, Digest, EndOfLife } from '../../model/index.ts';
import { isObject, objectsAt, parseJson, textAt, textsAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** A shard as stored: compressed with zstd, and named by the digest of that. */
export interface ShardRef {
  readonly digest: Digest;
  /** Bytes as stored. */
  readonly size: number;
}

/** What one feed says of one advisory namespace. */
export interface NamespaceShards {
  readonly namespace: string;
  readonly listsUnfixed: boolean;
  /** Advisories with an entry in it. */
  readonly records: number;
  readonly ranges: number;
  /** By bucket of the package name. */
  readonly shards: readonly ShardRef[];
}

/** The state of one feed: what was fetched, and the shards made of it. */
export interface FeedState {
  /** `osv/npm`, `alpine-secdb/v3.20`, `kev`. */
  readonly name: string;
  /** `osv`, `debian-tracker`. */
  readonly source: string;
  /** Of the program that read it: another one reads it anew. */
  readonly revision: number;
  readonly fetchedAt: string;
  /** Newest date in the data itself; empty where it has none. */
  readonly newestAt: string;
  readonly records: number;
  readonly skipped: number;
  /** The first of the records left out, with reasons. */
  readonly skips: readonly Diagnostic[];
  readonly namespaces: readonly NamespaceShards[];
  /** Texts of its advisories, by bucket of the id. */
  readonly texts: readonly ShardRef[];
  /** How the ids of its advisories begin, up to the first `-`. */
  readonly idPrefixes: readonly string[];
  /** What it says of vulnerabilities beside advisories, by bucket of the id. */
  readonly context: readonly ShardRef[];
  readonly endOfLife: readonly EndOfLife[];
}

/** A whole state of all advisories: the small document that names its shards. */
export interface SnapshotManifest {
  readonly createdAt: string;
  /** In the order of their names. */
  readonly feeds: readonly FeedState[];
}

/** Goes up when an older program could not read it. */
const FORMAT = 1;

const MANIFEST_BYTES = 64 * 1024 * 1024;

/** The bytes of a manifest: equal states give equal bytes, and so an equal digest. */
export function formatManifest(manifest: SnapshotManifest): Buffer {
  return Buffer.from(`${JSON.stringify({ format: FORMAT, ...manifest })}\n`);
}

export function parseManifest(bytes: Uint8Array): Result<SnapshotManifest, Failure> {
  const document = bytes.length <= MANIFEST_BYTES ? parseJson(bytes) : undefined;
  if (!isObject(document)) return err(corrupt('it is no JSON object'));
  if (document['format'] !== FORMAT) {
    return err(
      corrupt(`its format is ${String(document['format'])}, and this version reads ${FORMAT}`),
    );
  }
  const feeds = objectsAt(document, 'feeds').map(readFeed);
  const read = feeds.filter((feed) => feed !== undefined);
  if (read.length !== feeds.length) return err(corrupt('a feed in it cannot be read'));
  return ok({ createdAt: textAt(document, 'createdAt'), feeds: read });
}

function corrupt(what: string): Failure {
  return failure(
    'advisory.snapshot.corrupt',
    `the advisory snapshot cannot be used: ${what}. Run: drydock db update`,
  );
}

function readFeed(feed: JsonObject): FeedState | undefined {
  const namespaces = objectsAt(feed, 'namespaces').map(readNamespace);
  const texts = readShards(feed, 'texts');
  const context = readShards(feed, 'context');
  const name = textAt(feed, 'name');
  const read = namespaces.filter((namespace) => namespace !== undefined);
  if (!name || !texts || !context || read.length !== namespaces.length) return undefined;
  return {
    name,
    source: textAt(feed, 'source'),
    revision: numberAt(feed, 'revision'),
    fetchedAt: textAt(feed, 'fetchedAt'),
    newestAt: textAt(feed, 'newestAt'),
    records: numberAt(feed, 'records'),
    skipped: numberAt(feed, 'skipped'),
    skips: objectsAt(feed, 'skips').map((skip) => ({
      code: textAt(skip, 'code'),
      severity: 'warning',
      message: textAt(skip, 'message'),
      path: textAt(skip, 'path'),
    })),
    namespaces: read,
    texts,
    idPrefixes: textsAt(feed, 'idPrefixes'),
    context,
    endOfLife: objectsAt(feed, 'endOfLife').map((end) => ({
      namespace: textAt(end, 'namespace'),
      supportedUntil: textAt(end, 'supportedUntil'),
    })),
  };
}

function readNamespace(namespace: JsonObject): NamespaceShards | undefined {
  const shards = readShards(namespace, 'shards');
  return (
    shards && {
      namespace: textAt(namespace, 'namespace'),
      listsUnfixed: namespace['listsUnfixed'] === true,
      records: numberAt(namespace, 'records'),
      ranges: numberAt(namespace, 'ranges'),
      shards,
    }
  );
}

function readShards(object: JsonObject, key: string): readonly ShardRef[] | undefined {
  const shards: ShardRef[] = [];
  for (const shard of objectsAt(object, key)) {
    const digest = parseDigest(textAt(shard, 'digest'));
    if (digest === undefined) return undefined;
    shards.push({ digest, size: numberAt(shard, 'size') });
  }
  return shards;
}

function numberAt(object: JsonObject, key: string): number {
  const value = object[key];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

/** Every shard that a manifest names, each once. */
export function shardsOf(manifest: SnapshotManifest): readonly ShardRef[] {
  const shards = manifest.feeds.flatMap(shardsOfFeed);
  return [...new Map(shards.map((shard) => [shard.digest, shard])).values()];
}

/** Every shard that the state of one feed names. */
export function shardsOfFeed(feed: FeedState): readonly ShardRef[] {
  return [...feed.namespaces.flatMap(({ shards }) => shards), ...feed.texts, ...feed.context];
}
