import type { Failure } from '../base/index.ts';
import type { AdvisorySnapshot, Digest } from '../model/index.ts';
import type { SnapshotStatus } from './analyses.ts';

/** Port: the advisories of this process. */
export interface Snapshots {
  /** The active one. It never changes; a newer one takes its place as a whole. */
  current(): AdvisorySnapshot;
  /**
   * The active one once it speaks of these namespaces as far as feeds can be had. Says a failure
   * where what it needs of it cannot be read.
   */
  covering(namespaces: readonly string[]): Promise<Covering>;
  status(): SnapshotStatus;
  /** The active one's manifest, or a shard, by its digest; absent: there is none such any more. */
  part(digest: Digest): Uint8Array | undefined;
}

export type Covering =
  | { readonly ok: true; readonly value: AdvisorySnapshot }
  | { readonly ok: false; readonly error: Failure };
