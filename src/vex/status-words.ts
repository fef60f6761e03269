import type { VexStatus } from '../model/index.ts';

const WORDS: Readonly<Record<string, VexStatus>> = {
  // OpenVEX
  not_affected: 'not_affected',
  affected: 'affected',
  fixed: 'fixed',
  under_investigation: 'under_investigation',
  // CSAF's product_status, but `recommended`, which says nothing of a vulnerability
  known_not_affected: 'not_affected',
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  first_fixed: 'fixed',
  // CycloneDX's analysis.state
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
};

/** What a word of any of the three formats says. */
export function statusNamed(word: string): VexStatus | undefined {
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}
