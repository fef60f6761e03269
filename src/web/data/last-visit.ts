/** After so long without a look it is another visit. */
const VISIT_MS = 30 * 60_000;

/** What a browser keeps of one person's visits, in milliseconds since 1970. */
export interface Visits {
  /** The end of the visit before this one; 0: this is the first. */
  readonly before: number;
  /** The last look of this one. */
  readonly seen: number;
}

/** After a look now. */
export function visited(kept: Visits | undefined, now: number): Visits {
  if (!kept) return { before: 0, seen: now };
  return { before: now - kept.seen > VISIT_MS ? kept.seen : kept.before, seen: now };
}

/** As it was written; anything else is no visit. */
export function readVisits(text: string | null): Visits | undefined {
  const [before = NaN, seen = NaN] = (text ?? '').split(' ').map(Number);
  return Number.isFinite(before) && Number.isFinite(seen) ? { before, seen } : undefined;
}

export function writeVisits({ before, seen }: Visits): string {
  return `${before} ${seen}`;
}
