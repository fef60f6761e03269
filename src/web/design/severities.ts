/** In the order in which they always stand. */
export const SEVERITIES = {
  critical: { letter: 'C', word: 'Critical' },
  high: { letter: 'H', word: 'High' },
  medium: { letter: 'M', word: 'Medium' },
  low: { letter: 'L', word: 'Low' },
  negligible: { letter: 'N', word: 'Negligible' },
  unknown: { letter: '?', word: 'Unknown' },
} as const;

export type Severity = keyof typeof SEVERITIES;

/** Of what the API says; a word that we do not know is unknown. */
export function severityOf(text: string): Severity {
  const lower = text.toLowerCase();
  return isSeverity(lower) ? lower : 'unknown';
}

function isSeverity(text: string): text is Severity {
  return Object.hasOwn(SEVERITIES, text);
}

const RANK: ReadonlyMap<string, number> = new Map(
  Object.keys(SEVERITIES).map((severity, at) => [severity, at]),
);

/** Worst first. */
export function compareSeverity(left: string, right: string): number {
  return (RANK.get(severityOf(left)) ?? 0) - (RANK.get(severityOf(right)) ?? 0);
}
