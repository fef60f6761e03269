import type { AdvisoryHead, SeverityRating } from '../../model/index.ts';
import { isBundle } from '../../model/index.ts';
import { isDistribution } from '../namespace.ts';

/**
 * Whose rating counts where no package is known: GHSA, the package's home database, NVD, CISA-ADP,
 * the CNA, anyone; then distributions, which rate their own builds. `match` puts the distribution's
 * first, since there the package is known.
 */
export function rankOfAdvisory(head: AdvisoryHead, ecosystem: string): number {
  if (head.id.startsWith('GHSA-')) return 0;
  if (isBundle(head)) return 8;
  return isDistribution(ecosystem) ? 6 : 1;
}

/** Of the texts of a CVE's own record. */
export const RANK_OF_CVE = 2;

/** Of a vendor's rating for one of its packages. */
export const RANK_OF_PACKAGE = 7;

export function rankOfContext({ source }: SeverityRating): number {
  return CONTEXT_RANK.get(source) ?? 5;
}

const CONTEXT_RANK: ReadonlyMap<string, number> = new Map([
  ['NVD', 2],
  ['CISA-ADP', 3],
  ['CNA', 4],
]);
