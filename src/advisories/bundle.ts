import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, failure, failureOf, ok } from '../base/index.ts';
import type { Clock, Failure, Result } from '../base/index.ts';
import { parseDigest } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import { isObject, objectAt, objectsAt, parseJson, textAt } from './json.ts';
import { withLock } from './snapshot/lock.ts';
import { formatManifest, parseManifest, shardsOf } from './snapshot/manifest.ts';
import type { ShardRef, SnapshotManifest } from './snapshot/manifest.ts';
import { digestOf } from './snapshot/memory-snapshot.ts';
import { SnapshotStore, writeFileAtomically } from './snapshot/store.ts';
import type { StoredSnapshot } from './snapshot/store.ts';

/**
 * A snapshot as an OCI artifact: its manifest is the config, its shards the layers.
 *
 * https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidelines-for-artifact-usage
 */
const ARTIFACT = 'application/vnd.drydock.advisories.v1';
const CONFIG = 'application/vnd.drydock.advisories.manifest.v1+json';
const SHARD = 'application/vnd.drydock.advisories.shard.v1+zstd';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** Shards asked for at the same time. */
const AT_ONCE = 8;

const WAIT_MS = 600_000;

/** Of one blob: the largest manifest, and a shard is smaller. */
const BLOB_BYTES = 64 * 1024 * 1024;

/** How far clocks may be apart. A snapshot dated far ahead would keep every later one out. */
const AHEAD_MS = 86_400_000;

/** Gets the parts of an OCI artifact: from a registry, or a layout folder. */
export interface BlobFetcher {
  /** The bytes of the manifest that a reference names. */
  manifest(reference: string): Promise<Result<Uint8Array, Failure>>;
  blob(digest: Digest, size: number): Promise<Result<Uint8Array, Failure>>;
}

/** Writes a stored snapshot as an OCI layout folder, `latest` its tag. */
export function exportSnapshot(folder: string, target: string): Result<StoredSnapshot, Failure> {
  const store = new SnapshotStore(folder);
  const active = store.active();
  if (!active.ok) return active;
  const stored = active.value;
  if (stored === undefined) {
    return err(
      failure('advisory.snapshot.none', 'there is no snapshot yet. Run: drydock db update'),
    );
  }
  const put = (bytes: Uint8Array): { readonly digest: Digest; readonly size: number } => {
    const digest = digestOf(bytes);
    const path = join(target, 'blobs', ...digest.split(':'));
    if (!existsSync(path)) writeFileAtomically(path, bytes);
    return { digest, size: bytes.length };
  };
  const shards = shardsOf(stored.manifest);
  for (const { digest } of shards) {
    const bytes = store.readStored(digest);
    if (!bytes.ok) return bytes;
    put(bytes.value);
  }
  const config = put(formatManifest(stored.manifest));
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    artifactType: ARTIFACT,
    config: { mediaType: CONFIG, ...config },
    layers: shards.map(({ digest, size }) => ({ mediaType: SHARD, digest, size })),
  };
  const { digest, size } = put(Buffer.from(JSON.stringify(manifest)));
  const annotations = { 'org.opencontainers.image.ref.name': 'latest' };
  const index = {
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: [{ mediaType: MANIFEST, artifactType: ARTIFACT, digest, size, annotations }],
  };
  writeFileAtomically(join(target, 'oci-layout'), Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  writeFileAtomically(join(target, 'index.json'), Buffer.from(JSON.stringify(index)));
  return ok(stored);
}

/** Reads the parts of an artifact from an OCI layout folder; any reference is its first manifest. */
export function layoutFetcher(layout: string): BlobFetcher {
  const read = (...path: readonly string[]): Result<Uint8Array, Failure> => {
    try {
      return ok(readFileSync(join(layout, ...path)));
    } catch (error) {
      const { message } = failureOf(error, '');
      return err(
        failure(
          'advisory.bundle.unreadable',
          `${layout} is no folder that \`drydock db export\` wrote: ${message}`,
        ),
      );
    }
  };
  return {
    manifest: () => {
      const index = read('index.json');
      if (!index.ok) return Promise.resolve(index);
      const document = parseJson(index.value);
      const [first = {}] = isObject(document) ? objectsAt(document, 'manifests') : [];
      const digest = parseDigest(textAt(first, 'digest'));
      if (digest === undefined) return Promise.resolve(err(notSnapshot('its index is empty')));
      const bytes = read('blobs', ...digest.split(':'));
      const isAsNamed = !bytes.ok || digestOf(bytes.value) === digest;
      return Promise.resolve(isAsNamed ? bytes : err(notSnapshot('its manifest was changed')));
    },
    blob: (digest) => Promise.resolve(read('blobs', ...digest.split(':'))),
  };
}

export interface PullOptions {
  readonly clock: Clock;
  /** Takes one that is older than the active one. */
  readonly allowsOlder?: boolean;
  /** What the artifact's manifest must be, where the reference says so. */
  readonly digest?: Digest | undefined;
  /** Shards here, and shards in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Takes over a snapshot from an OCI layout folder that exportSnapshot wrote. */
export function importSnapshot(
  folder: string,
  layout: string,
  options: PullOptions,
): Promise<Result<StoredSnapshot, Failure>> {
  return pullSnapshot(folder, layout, layoutFetcher(layout), options);
}

/**
 * Fetches a published snapshot, only the shards that are not here, and activates it when every byte
 * is as its digest says. An older one than the active one is refused, so that nobody who holds back or
 * replays what was published makes known vulnerabilities disappear.
 */
export function pullSnapshot(
  folder: string,
  reference: string,
  fetcher: BlobFetcher,
  options: PullOptions,
): Promise<Result<StoredSnapshot, Failure>> {
  return withLock(folder, WAIT_MS, async () => {
    const config = await fetchConfig(reference, fetcher, options.digest);
    if (!config.ok) return config;
    const manifest = parseManifest(config.value);
    if (!manifest.ok) return manifest;
    const store = new SnapshotStore(folder);
    const active = store.active();
    const before = active.ok ? active.value : store.newestReadable();
    const refusal = doubt(manifest.value, before?.manifest, options);
    if (refusal) return err(refusal);
    const brought = await fetchShards(manifest.value, store, fetcher, options);
    if (!brought.ok) return brought;
    const isSame = active.ok && before?.digest === digestOf(config.value);
    return isSame ? ok(before) : store.activate(config.value);
  });
}

/** Why a published snapshot is not taken over. */
function doubt(
  { createdAt, feeds }: SnapshotManifest,
  before: SnapshotManifest | undefined,
  { clock, allowsOlder = false }: PullOptions,
): Failure | undefined {
  const created = Date.parse(createdAt);
  if (Number.isNaN(created) || feeds.length === 0) {
    return notSnapshot('it has no date, or holds no feed');
  }
  if (created > clock.now() + AHEAD_MS) {
    return notSnapshot(`it is of ${createdAt}, which is still to come; check the clock here`);
  }
  if (allowsOlder || before === undefined || created >= Date.parse(before.createdAt)) {
    return undefined;
  }
  return failure(
    'advisory.snapshot.older',
    `that snapshot is of ${createdAt}, and the active one of ${before.createdAt}: it is not taken. ` +
      'If you mean to go back, say --allow-older',
  );
}

async function fetchShards(
  manifest: SnapshotManifest,
  store: SnapshotStore,
  fetcher: BlobFetcher,
  { onProgress }: PullOptions,
): Promise<Result<void, Failure>> {
  return fetchMissing(shardsOf(manifest), store, fetcher, onProgress);
}

/** Fetches those of the shards that are not in the store, each as its digest says. */
export async function fetchMissing(
  shards: readonly ShardRef[],
  store: SnapshotStore,
  fetcher: Pick<BlobFetcher, 'blob'>,
  onProgress?: PullOptions['onProgress'],
): Promise<Result<void, Failure>> {
  const missing = shards.filter((shard) => !store.readStored(shard.digest).ok);
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    onProgress?.(shards.length - missing.length + start, shards.length);
    const batch = missing.slice(start, start + AT_ONCE);
    const fetched = await Promise.all(
      batch.map(({ digest, size }) => fetchBlob(digest, size, fetcher)),
    );
    for (const bytes of fetched) {
      if (!bytes.ok) return bytes;
      store.putStored(bytes.value);
    }
  }
  onProgress?.(shards.length, shards.length);
  return ok(undefined);
}

/** Makes an older snapshot the one that counts, under a new number. */
export function rollBack(folder: string, number: number): Promise<Result<StoredSnapshot, Failure>> {
  return withLock(folder, WAIT_MS, () => {
    const store = new SnapshotStore(folder);
    const stored = store.byNumber(number);
    return Promise.resolve(
      stored.ok ? store.activate(formatManifest(stored.value.manifest)) : stored,
    );
  });
}

/** The bytes of the snapshot's own manifest, which the artifact carries as its config. */
async function fetchConfig(
  reference: string,
  fetcher: BlobFetcher,
  expected: Digest | undefined,
): Promise<Result<Uint8Array, Failure>> {
  const bytes = await fetcher.manifest(reference);
  if (!bytes.ok) return bytes;
  if (expected !== undefined && digestOf(bytes.value) !== expected) {
    return err(
      notSnapshot(`its digest is ${digestOf(bytes.value)}, and ${expected} was asked for`),
    );
  }
  const manifest = parseJson(bytes.value);
  if (!isObject(manifest)) return err(notSnapshot('its manifest is no JSON'));
  const config = objectAt(manifest, 'config');
  const digest = parseDigest(textAt(config, 'digest'));
  const size = config['size'];
  if (textAt(config, 'mediaType') !== CONFIG || digest === undefined || typeof size !== 'number') {
    return err(notSnapshot(`its config is of type "${textAt(config, 'mediaType')}"`));
  }
  return fetchBlob(digest, size, fetcher);
}

/** A blob of which every byte is as its digest says. */
export async function fetchBlob(
  digest: Digest,
  size: number,
  fetcher: Pick<BlobFetcher, 'blob'>,
): Promise<Result<Uint8Array, Failure>> {
  if (size > BLOB_BYTES) return err(notSnapshot(`${digest} has ${size} bytes`));
  const bytes = await fetcher.blob(digest, size);
  if (!bytes.ok || digestOf(bytes.value) === digest) return bytes;
  return err(failure('advisory.shard.corrupt', `${digest} was sent with other bytes; try again`));
}

function notSnapshot(what: string): Failure {
  return failure('advisory.bundle.unknown', `this is no advisory snapshot: ${what}`);
}
