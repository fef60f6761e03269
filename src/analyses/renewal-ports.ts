import type { Digest } from '../model/index.ts';
import type { Queued } from './ports.ts';

/** Port: which results a new advisory snapshot concerns. */
export interface RenewalRecords {
  /** Those, other than this one, that results were matched with or found to agree with. */
  staleSnapshots(current: Digest): Promise<readonly Digest[]>;
  /** Sets of packages of results that agree with a snapshot, in the order of their digests. */
  staleSets(asked: StaleSetsQuery): Promise<readonly KeptItems[]>;
  /** Makes what is touched wait again, and writes down that the rest agrees with the later snapshot too. */
  setsChecked(checked: CheckedSets): Promise<readonly Queued[]>;
  /** Sets of packages that current images have, with an image that has it. */
  currentItemSets(limit: number): Promise<readonly CurrentItemSet[]>;
}

export interface StaleSetsQuery {
  /** That the results agree with. */
  readonly snapshot: Digest;
  /** By their names in reports. */
  readonly vulnerabilities: readonly string[];
  readonly after: Digest | undefined;
  readonly limit: number;
}

/** The items of a set, as they are kept. */
export interface KeptItems {
  /** Whether a result has one of the vulnerabilities that were named. */
  readonly isNamed: boolean;
  readonly itemSet: Digest;
  readonly body: Uint8Array;
}

/** What became of sets whose results agreed with one snapshot, with a later one. */
export interface CheckedSets {
  readonly from: Digest;
  readonly to: Digest;
  readonly touched: readonly Digest[];
  readonly untouched: readonly Digest[];
}

export interface CurrentItemSet {
  /** Of one of the images. */
  readonly digest: Digest;
  readonly images: number;
}
