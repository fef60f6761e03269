import type { Match, Severity, SeverityRating, VulnerabilityContext } from '../model/index.ts';
import { compareRatings } from '../model/index.ts';

/** The severity of a finding: whose it is, and everything else that was said. */
export interface ChosenSeverity {
  readonly severity: Severity;
  readonly rating?: SeverityRating;
  /** All ratings, the chosen one first. */
  readonly ratings: readonly SeverityRating[];
}

/**
 * Chooses the source first, then the CVSS version. The distribution's own rating of this package
 * wins, then the matched advisories' (GHSA before the ecosystem's database), NVD, CISA-ADP, the CNA,
 * anyone. Scores are never mixed with another source's label.
 */
export function chooseSeverity(
  matches: readonly Match[],
  context: VulnerabilityContext | undefined,
): ChosenSeverity {
  const ranked: Ranked[] = [
    ...matches.flatMap(({ affected }) => rank(affected.severity ? [affected.severity] : [], 0)),
    ...matches.flatMap(({ advisory }) =>
      rank(advisory.severities, advisory.id.startsWith('GHSA-') ? 1 : 2),
    ),
    ...(context?.severities ?? []).flatMap((rating) =>
      rank([rating], CONTEXT_RANK.get(rating.source) ?? 6),
    ),
  ];
  const inOrder = ranked.toSorted(byRank);
  const chosen = inOrder.find(({ rating }) => rating.severity !== 'unknown')?.rating;
  const ratings = distinct(inOrder.map(({ rating }) => rating));
  if (chosen === undefined) return { severity: 'unknown', ratings };
  return {
    severity: chosen.severity,
    rating: chosen,
    ratings: [chosen, ...ratings.filter((rating) => rating !== chosen)],
  };
}

const CONTEXT_RANK: ReadonlyMap<string, number> = new Map([
  ['NVD', 3],
  ['CISA-ADP', 4],
  ['CNA', 5],
]);

interface Ranked {
  readonly rating: SeverityRating;
  readonly rank: number;
}

function rank(ratings: readonly SeverityRating[], of: number): Ranked[] {
  return ratings.map((rating) => ({ rating, rank: of }));
}

function byRank(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || compareRatings(a.rating, b.rating);
}

function distinct(ratings: readonly SeverityRating[]): SeverityRating[] {
  const seen = new Map<string, SeverityRating>();
  for (const rating of ratings) {
    const key = `${rating.source}\0${rating.severity}\0${rating.vector ?? ''}`;
    if (!seen.has(key)) seen.set(key, rating);
  }
  return [...seen.values()];
}
