import { type SnapshotSource, differenceOf } from '../advisories/index.ts';
import { FailureError } from '../base/index.ts';
import { decodeItems } from './codec.ts';
import { type ChangedPackages, ItemIndex } from './item-index/item-index.ts';
import type { NumberBits } from './item-index/number-bits.ts';
import type { KeptItems } from './renewal-ports.ts';

export type StoredSource = SnapshotSource & { readonly kind: 'stored' };

/** What is asked of sets of packages, all of them known, whose results agree with the first snapshot. */
export interface TouchedRequest {
  readonly before: StoredSource;
  readonly after: StoredSource;
  readonly sets: readonly number[];
}

/** Of sets that are not asked for any more some are kept, for they may come again. */
const SPARE = 1_000;

/** Tells which sets of packages another snapshot may say something else of. */
export class TouchedSets {
  #index = new ItemIndex();
  #key = '';
  #last: Between | undefined;

  /** Those that `add` has to be told of first. */
  missing(sets: readonly number[]): readonly number[] {
    return sets.filter((set) => !this.#index.has(set));
  }

  add(sets: readonly KeptItems[]): void {
    for (const { set, body } of sets) this.#index.add(set, decodeItems(body));
  }

  /** There are only so many that anybody asks for: what is long gone is forgotten, all at once. */
  trim(count: number): void {
    if (this.#index.size > 2 * count + SPARE) this.#index = new ItemIndex();
  }

  /** By what is said of their packages. */
  of({ before, after, sets }: TouchedRequest): readonly number[] {
    const between = this.#between(before, after);
    const { size } = this.#index;
    if (between.touched?.size !== size) {
      between.touched = { size, sets: this.#index.setsWith(between.packages) };
    }
    const { sets: touched } = between.touched;
    return sets.filter((set) => touched.has(set) || !this.#index.has(set));
  }

  /** Whose context changed: what has them is touched too. */
  vulnerabilities(before: StoredSource, after: StoredSource): readonly string[] {
    return this.#between(before, after).vulnerabilities;
  }

  /** The last difference is asked for again, with the next sets. */
  #between(before: StoredSource, after: StoredSource): Between {
    const key = `${before.digest} ${after.digest}`;
    if (this.#last && this.#key === key) return this.#last;
    const difference = differenceOf(after.folder, before.number, after.number);
    if (!difference.ok) throw new FailureError(difference.error);
    const { packages, vulnerabilities } = difference.value;
    this.#key = key;
    this.#last = { packages, vulnerabilities: [...vulnerabilities] };
    return this.#last;
  }
}

interface Between {
  readonly packages: ChangedPackages;
  readonly vulnerabilities: readonly string[];
  /** Of the index while it had so many sets. */
  touched?: { readonly size: number; readonly sets: NumberBits };
}
