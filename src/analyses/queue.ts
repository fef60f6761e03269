import type { Digest } from '../model/index.ts';
import type { Requester } from './requester.ts';
import type { AnalysisState } from './state.ts';

/** What an administrator of the instance sees of all analyses, and does to them. */
export interface QueueAdministration {
  /** In the order of when they were queued. */
  queueEntries(query: QueueQuery): Promise<readonly QueueItem[]>;
  /** Failed ones again, and at once those that wait for their next try; how many. */
  retry(which: WhichAnalyses, by: Requester): Promise<number>;
  /** Ends what waits and what runs, whoever asked for it; how many. */
  cancelQueued(which: WhichAnalyses, by: Requester): Promise<number>;
}

export type WhichAnalyses =
  | { readonly kind: 'all' }
  | { readonly kind: 'these'; readonly digests: readonly Digest[] };

export interface QueueQuery {
  /** `stuck`: waits for another try, or too long, or lost the process that had it. */
  readonly show: 'waiting' | 'working' | 'stuck' | 'failed';
  /** A part of a digest or of a namespace's name. */
  readonly search: string;
  readonly order: 'oldest' | 'newest';
  readonly after?: QueuePosition;
  readonly limit: number;
}

export interface QueueItem extends QueueEntry {
  readonly at: QueuePosition;
  /** Processes that were lost with it. */
  readonly losses: number;
  readonly requestId: string;
  /** Of one that failed. */
  readonly endedAt?: string;
  /** In words: why it does not go on as it should. */
  readonly stuck?: string;
}

export interface QueueView {
  readonly waiting: number;
  readonly working: number;
  /** Failed with no retry ahead. */
  readonly failed: number;
  /** The first in their order. */
  readonly entries: readonly QueueEntry[];
}

export interface QueueEntry {
  readonly digest: Digest;
  readonly platform: string;
  readonly namespace: string;
  readonly state: AnalysisState;
  readonly priority: 'interactive' | 'back_fill';
  readonly queuedAt: string;
  readonly attempt: number;
}

/** Microseconds since 1970 that it was queued at, as the database has them, and its digest. */
export type QueuePosition = readonly [number, string];
