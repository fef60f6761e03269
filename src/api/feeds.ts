import type { Failure, Result } from '../base/index.ts';

/** Port: the advisory feeds of this process, for whoever runs it. */
export interface Feeds {
  status(): FeedsStatus;
  /** Every feed that is here or was asked for. */
  feeds(): Result<readonly FeedRow[], Failure>;
  /** The newest first. */
  snapshots(): Result<readonly SnapshotRow[], Failure>;
  /** Begins to fetch these, or all that are here; how many. `status` tells how it goes on. */
  startUpdate(
    names: readonly string[] | undefined,
    acceptsShrinking: boolean,
  ): Result<number, Failure>;
  /** Another of the stored snapshots counts from now on; going back pins it. */
  switchTo(number: number): Promise<Result<void, Failure>>;
  /** The active snapshot goes on to count, whatever updates bring. */
  pin(): void;
  unpin(): void;
}

export interface FeedsStatus {
  /** As DRYDOCK_FEEDS has them, without passwords; none: each feed's own address. */
  readonly origins: readonly string[];
  readonly isOffline: boolean;
  /** Updates that run or wait for it. */
  readonly updates: number;
  readonly progress?: { readonly feed: string; readonly stage: string; readonly records: number };
  readonly failure?: Failure & { readonly at: string };
  readonly pinnedAt?: string;
}

export interface FeedRow {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly records: number;
  readonly skipped: number;
  readonly namespaces: number;
  readonly bytes: number;
  readonly freshAt?: string;
  readonly newestAt?: string;
  readonly triedAt: string;
  readonly isStale: boolean;
  readonly failure?: Failure;
}

export interface SnapshotRow {
  readonly number: number;
  readonly digest: string;
  readonly createdAt: string;
  readonly feeds: number;
  readonly records: number;
  readonly bytes: number;
  readonly isActive: boolean;
  /** Held back: what it would change is odd. */
  readonly held?: { readonly at: string; readonly reasons: readonly string[] };
}
