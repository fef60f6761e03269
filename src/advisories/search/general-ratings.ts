import type {
  AdvisoryEntry,
  GeneralRating,
  SeverityRating,
  VulnerabilityContext,
} from '../../model/index.ts';
import { compareRatings } from '../../model/index.ts';
import { vectorInWords } from './cvss-words.ts';
import { RANK_OF_PACKAGE, rankOfAdvisory, rankOfContext } from './general-rating.ts';

/** Of namespaces that one rating is said for. */
const MOST_NAMESPACES = 50;

/** No vulnerability has as many; whoever publishes more is not believed to mean it. */
const MOST_RATINGS = 100;

interface Said {
  readonly rank: number;
  readonly rating: SeverityRating;
  readonly namespaces: Set<string>;
}

/** What each source says how bad it is, the one that counts first. */
export function generalRatings(
  entries: readonly AdvisoryEntry[],
  contexts: readonly VulnerabilityContext[],
): readonly GeneralRating[] {
  const said = new Map<string, Said>();
  const add = (rating: SeverityRating, rank: number, namespace?: string): void => {
    const key = `${rating.source}\0${rating.severity}\0${rating.vector ?? ''}\0${namespace === undefined}`;
    const known = said.get(key) ?? { rank, rating, namespaces: new Set<string>() };
    said.set(key, rank < known.rank ? { ...known, rank } : known);
    if (namespace !== undefined) known.namespaces.add(namespace);
  };
  for (const { advisory, affected } of entries) {
    const rank = rankOfAdvisory(advisory, affected.ecosystem);
    for (const rating of advisory.severities) add(rating, rank);
    if (affected.severity) add(affected.severity, RANK_OF_PACKAGE, affected.namespace);
  }
  for (const { severities } of contexts) {
    for (const rating of severities) add(rating, rankOfContext(rating));
  }
  const sorted = [...said.values()].toSorted(
    (a, b) => a.rank - b.rank || compareRatings(a.rating, b.rating),
  );
  const chosen = sorted.find(({ rating }) => rating.severity !== 'unknown');
  const others = sorted.filter((one) => one !== chosen);
  return [...(chosen ? [chosen] : []), ...others]
    .slice(0, MOST_RATINGS)
    .map((one) => presented(one, chosen?.rating));
}

function presented(
  { rating, namespaces }: Said,
  chosen: SeverityRating | undefined,
): GeneralRating {
  return {
    ...rating,
    ...vectorInWords(rating.vector ?? ''),
    differs: rating.severity !== 'unknown' && rating.severity !== chosen?.severity,
    namespaces: [...namespaces].slice(0, MOST_NAMESPACES),
  };
}
