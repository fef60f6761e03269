import type { Clock, Failure, Result } from '../base/index.ts';
import { err, FailureError, ok } from '../base/index.ts';
import type { AdvisorySnapshot, Digest } from '../model/index.ts';
import type { BlobFetcher } from './bundle.ts';
import { fetchBlob, fetchMissing } from './bundle.ts';
import { writeKeyedShard } from './snapshot/keyed-shard.ts';
import { parseManifest, shardsOf } from './snapshot/manifest.ts';
import { OpenedSnapshot } from './snapshot/opened-snapshot.ts';
import { SnapshotStore } from './snapshot/store.ts';

/** The snapshot that is active elsewhere, and how its parts are had: all are named by digests. */
export interface LentSnapshot extends Pick<BlobFetcher, 'blob'> {
  readonly number: number;
  readonly digest: Digest;
  /** Of each feed, when its publisher was last asked and had nothing newer. */
  readonly checked: ReadonlyMap<string, string>;
}

export interface LentOptions {
  /** Where its parts are kept; nothing else is in it. */
  readonly folder: string;
  readonly clock: Clock;
  /** That matching will need. */
  readonly namespaces: readonly string[];
}

/**
 * Does pure work with a snapshot that is elsewhere. Only the parts that the work asks for are
 * fetched, each checked by its digest: the shards of the namespaces at once; which texts and contexts
 * it needs shows when it has run without them, and then it runs again.
 */
export async function withLentSnapshot<Value>(
  lent: LentSnapshot,
  { folder, clock, namespaces }: LentOptions,
  work: (snapshot: AdvisorySnapshot) => Value,
): Promise<Result<Value, Failure>> {
  const store = new SnapshotStore(folder);
  const bytes = await manifestOf(lent, store);
  const manifest = bytes.ok ? parseManifest(bytes.value) : bytes;
  if (!manifest.ok) return manifest;
  const shards = new Map(shardsOf(manifest.value).map((shard) => [shard.digest, shard]));
  store.removeAllBut(new Set([lent.digest, ...shards.keys()]), clock.now());
  const stored = { number: lent.number, digest: lent.digest, manifest: manifest.value };
  const open = (from: Pick<SnapshotStore, 'read'>): OpenedSnapshot =>
    new OpenedSnapshot(from, stored, lent.checked);
  const brought = await fetchMissing(open(store).matchShardsOf(namespaces), store, lent);
  if (!brought.ok) return brought;
  // Each turn brings a shard at least, so that it ends.
  for (;;) {
    const missing = new Set<Digest>();
    const done = attempt(() => work(open(noting(store, missing))));
    if (!done.ok || missing.size === 0) return done;
    const wanted = [...missing]
      .map((digest) => shards.get(digest))
      .filter((one) => one !== undefined);
    const fetched = await fetchMissing(wanted, store, lent);
    if (!fetched.ok) return fetched;
  }
}

async function manifestOf(
  lent: LentSnapshot,
  store: SnapshotStore,
): Promise<Result<Uint8Array, Failure>> {
  const known = store.readStored(lent.digest);
  if (known.ok) return known;
  const bytes = await fetchBlob(lent.digest, 0, lent);
  if (bytes.ok) store.putStored(bytes.value);
  return bytes;
}

const EMPTY = writeKeyedShard(new Map());

/** Says nothing where a shard of texts or contexts is not here yet, and notes that it was asked for. */
function noting(store: SnapshotStore, missing: Set<Digest>): Pick<SnapshotStore, 'read'> {
  return {
    read: (digest) => {
      if (store.readStored(digest).ok) return store.read(digest);
      missing.add(digest);
      return ok(EMPTY);
    },
  };
}

/** A shard may be what its digest says and no shard all the same: that is a failure of who lent it. */
function attempt<Value>(work: () => Value): Result<Value, Failure> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure);
    throw error;
  }
}
