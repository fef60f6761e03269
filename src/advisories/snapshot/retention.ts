/** Snapshots that stay whatever their age. */
const NEWEST = 8;

/** For as many days the last of each stays, to go back to and to ask what was known then. */
const DAYS = 30;

/** For as many months the last of each stays. */
const MONTHS = 12;

/** Letters of `2026-01-31` and `2026-01`. */
const DAY_LETTERS = 10;
const MONTH_LETTERS = 7;

/** A stored snapshot; `createdAt` as ISO 8601 in UTC. */
export interface Dated {
  readonly number: number;
  readonly createdAt: string;
}

/** The numbers that stay. Days and months count backwards over those in which there is a snapshot. */
export function retained(snapshots: readonly Dated[]): ReadonlySet<number> {
  const newestFirst = snapshots.toSorted((a, b) => b.number - a.number);
  return new Set([
    ...newestFirst.slice(0, NEWEST).map(({ number }) => number),
    ...lastOfEach(newestFirst, DAY_LETTERS).slice(0, DAYS),
    ...lastOfEach(newestFirst, MONTH_LETTERS).slice(0, MONTHS),
  ]);
}

function lastOfEach(newestFirst: readonly Dated[], letters: number): readonly number[] {
  const last = new Map<string, number>();
  for (const { number, createdAt } of newestFirst) {
    const period = createdAt.slice(0, letters);
    if (!last.has(period)) last.set(period, number);
  }
  return [...last.values()];
}
