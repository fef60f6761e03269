import { IdSets } from '../../model/index.ts';
import type { SeverityRating } from '../../model/index.ts';
import { compareRatings } from '../../model/index.ts';

/** What is known of an id so far, while a snapshot is walked. */
export interface GatheredId {
  readonly text: string;
  isBundle: boolean;
  /** An advisory, the catalog of exploited ones or a CVE record says something of it itself. */
  hasRecord: boolean;
  isMalware: boolean;
  isExploited: boolean;
  isRejected: boolean;
  /** Records of its own that were not taken back. */
  valid: number;
  /** Bundles that speak of it. */
  bundles: number[];
  rating: RankedRating | undefined;
  modified: string;
  published: string;
  summary: RankedSummary | undefined;
  epss: { readonly probability: number; readonly percentile: number } | undefined;
}

export interface RankedRating {
  readonly rank: number;
  readonly rating: SeverityRating;
}

interface RankedSummary {
  readonly rank: number;
  readonly text: string;
}

/** Every id that a snapshot speaks of, and which of them are one vulnerability. */
export class GatheredIds {
  readonly all: GatheredId[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #sets = new IdSets();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.all.length;
    this.#numbers.set(text, number);
    this.#sets.add(text);
    this.all.push({
      text,
      isBundle: false,
      hasRecord: false,
      isMalware: false,
      isExploited: false,
      isRejected: false,
      valid: 0,
      bundles: [],
      rating: undefined,
      modified: '',
      published: '',
      summary: undefined,
      epss: undefined,
    });
    return number;
  }

  /** `undefined`: nothing has named it. */
  known(text: string): GatheredId | undefined {
    return this.all[this.#numbers.get(text) ?? -1];
  }

  at(number: number): GatheredId {
    const gathered = this.all[number];
    if (gathered === undefined) throw new RangeError(`there is no id ${number}`);
    return gathered;
  }

  join(a: string, b: string): void {
    this.numberOf(a);
    this.numberOf(b);
    this.#sets.join(a, b);
  }

  /** Numbers of the ids of each vulnerability. */
  groups(): readonly (readonly number[])[] {
    return [...this.#sets.members().values()].map((ids) => ids.map((id) => this.numberOf(id)));
  }
}

/** Whether the first is to be taken where the second was; a lower rank is a better source. */
export function isBetter(a: RankedRating, b: RankedRating | undefined): boolean {
  if (a.rating.severity === 'unknown') return false;
  return (
    b === undefined ||
    a.rank < b.rank ||
    (a.rank === b.rank && compareRatings(a.rating, b.rating) < 0)
  );
}
