/** What came of one group of a labelled set: an ecosystem or a distribution. */
export interface Score {
  /** Of the set, as the page names it. */
  readonly set: string;
  /** `npm`, `Debian 12`, `programs`. */
  readonly group: string;
  /** Expected and found. */
  readonly right: number;
  /** Found and not expected: false positives. */
  readonly extra: readonly string[];
  /** Expected and not found: false negatives. */
  readonly missing: readonly string[];
}

/** What is compared with the release before. */
export interface Counts {
  readonly right: number;
  readonly extra: number;
  readonly missing: number;
}

export type Baseline = Readonly<Record<string, Counts>>;

export function keyOf({ set, group }: Score): string {
  return `${set}: ${group}`;
}

export function countsOf({ right, extra, missing }: Score): Counts {
  return { right, extra: extra.length, missing: missing.length };
}

/** Share of what was found that is right; nothing found is no mistake. */
export function precisionOf({ right, extra }: Counts): number {
  return right + extra === 0 ? 1 : right / (right + extra);
}

/** Share of what is right that was found. */
export function recallOf({ right, missing }: Counts): number {
  return right + missing === 0 ? 1 : right / (right + missing);
}

/** The harmonic mean of the two. */
export function f1Of(counts: Counts): number {
  const [precision, recall] = [precisionOf(counts), recallOf(counts)];
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** Counts what was found against what is expected, each by a name of its own. */
export function scoreOf(
  set: string,
  group: string,
  expected: Iterable<string>,
  found: Iterable<string>,
): Score {
  const [wanted, told] = [new Set(expected), new Set(found)];
  return {
    set,
    group,
    right: wanted.intersection(told).size,
    extra: [...told.difference(wanted)].toSorted(),
    missing: [...wanted.difference(told)].toSorted(),
  };
}

/** Scores of the same set and group are one. */
export function together(scores: readonly Score[]): readonly Score[] {
  const sums = new Map<string, Score>();
  for (const score of scores) {
    const { right, extra, missing } = sums.get(keyOf(score)) ?? {
      right: 0,
      extra: [],
      missing: [],
    };
    sums.set(keyOf(score), {
      ...score,
      right: right + score.right,
      extra: [...extra, ...score.extra],
      missing: [...missing, ...score.missing],
    });
  }
  return [...sums.values()];
}

export interface Change {
  readonly key: string;
  readonly before: Counts | undefined;
  readonly after: Counts | undefined;
  readonly isWorse: boolean;
}

/** What is otherwise than it was. A group that is gone is worse: what is not measured is not known. */
export function changesOf(scores: readonly Score[], baseline: Baseline): readonly Change[] {
  const now = new Map(scores.map((score) => [keyOf(score), countsOf(score)]));
  const keys = new Set([...Object.keys(baseline), ...now.keys()]);
  return [...keys].flatMap((key): Change[] => {
    const [before, after] = [baseline[key], now.get(key)];
    const isSame =
      before?.right === after?.right &&
      before?.extra === after?.extra &&
      before?.missing === after?.missing;
    return isSame ? [] : [{ key, before, after, isWorse: isWorse(before, after) }];
  });
}

function isWorse(before: Counts | undefined, after: Counts | undefined): boolean {
  if (before === undefined) return false;
  if (after === undefined) return true;
  return after.right < before.right || after.extra > before.extra || after.missing > before.missing;
}
