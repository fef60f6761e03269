import type { Digest } from '../model/index.ts';
import type { Queued } from './ports.ts';

/** Port: which results a new advisory snapshot concerns. */
export interface RenewalRecords {
  /** Those, other than this one, that results were matched with or found to agree with. */
  staleSnapshots(current: Digest): Promise<readonly Digest[]>;
  /** Numbers of the sets of packages of results that agree with a snapshot, ascending. */
  setsAgreeing(asked: AgreeingSets): Promise<readonly number[]>;
  /** What is in sets; of one that is not there any more nothing. */
  itemsOf(sets: readonly number[]): Promise<readonly KeptItems[]>;
  /** Which of the sets have a result with one of the vulnerabilities, by their names in reports. */
  setsNaming(
    sets: readonly number[],
    vulnerabilities: readonly string[],
  ): Promise<readonly number[]>;
  /** Makes what is touched wait again, and writes down that the rest agrees with the later snapshot too. */
  setsChecked(checked: CheckedSets): Promise<readonly Queued[]>;
  /** Sets of packages that current images have, with an image that has it. */
  currentItemSets(limit: number): Promise<readonly CurrentItemSet[]>;
}

export interface AgreeingSets {
  readonly snapshot: Digest;
  /** Numbers over this one. */
  readonly after: number;
  readonly limit: number;
}

/** The items of a set, as they are kept. */
export interface KeptItems {
  /** Its number in the database. */
  readonly set: number;
  readonly body: Uint8Array;
}

/** What became of sets whose results agreed with one snapshot, with a later one. */
export interface CheckedSets {
  readonly from: Digest;
  readonly to: Digest;
  readonly touched: readonly number[];
  readonly untouched: readonly number[];
}

export interface CurrentItemSet {
  /** Of one of the images. */
  readonly digest: Digest;
  readonly images: number;
}
