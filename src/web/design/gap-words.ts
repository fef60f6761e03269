import type { AnalysisState } from '../../api/contract/index.ts';

type WithGaps = Extract<AnalysisState, { readonly kind: 'complete_with_gaps' }>;

interface GapWords {
  /** Beside the counts. */
  readonly brief: string;
  /** A sentence above the gaps themselves. */
  readonly title: string;
}

/** What a result with gaps lacks: files that were not read, advisories, or both. */
export function gapWords({ gaps, gapCount }: Pick<WithGaps, 'gaps' | 'gapCount'>): GapWords {
  const ofAdvisories = gaps.filter(({ code }) => isOfAdvisories(code)).length;
  if (ofAdvisories === 0) return UNREAD;
  return ofAdvisories === gapCount ? UNADVISED : BOTH;
}

/** What a report warns of is what it was matched with; all else is of the image. */
function isOfAdvisories(code: string): boolean {
  return code.startsWith('report.');
}

const UNREAD: GapWords = {
  brief: 'not all of it was read',
  title: 'Some of the image could not be read: the report lists what, and why.',
};
const UNADVISED: GapWords = {
  brief: 'some advisories are missing or old',
  title: 'All of the image was read, but some advisories for it are missing or old.',
};
const BOTH: GapWords = {
  brief: 'not all of it was read, and some advisories are missing or old',
  title: 'Some of the image could not be read, and some advisories for it are missing or old.',
};
