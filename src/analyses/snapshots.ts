import type { SnapshotSource } from '../advisories/index.ts';
import type { AdvisorySnapshot, Digest } from '../model/index.ts';
import type { SnapshotStatus } from './analyses.ts';
import type { StoredSource } from './touched-sets.ts';

/** Port: the advisories of this process. */
export interface Snapshots {
  /** The active one. It never changes; a newer one takes its place as a whole. */
  current(): AdvisorySnapshot;
  /** The active one once it speaks of these namespaces as far as feeds can be had. */
  covering(namespaces: readonly string[]): Promise<AdvisorySnapshot>;
  /** Where the thread that matches opens it. */
  sourceOf(snapshot: AdvisorySnapshot): SnapshotSource;
  /** One that was active and is still kept here. */
  stored(digest: Digest): StoredSource | undefined;
  status(): SnapshotStatus;
  /** The active one's manifest, or a shard, by its digest; absent: there is none such any more. */
  part(digest: Digest): Uint8Array | undefined;
}
