import type { Severity, SeverityRating } from './advisory.ts';
import { SEVERITIES } from './advisory.ts';

/** 0 the worst. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Of two ratings of one source the newer CVSS counts, then the worse one: it may state several. */
export function compareRatings(a: SeverityRating, b: SeverityRating): number {
  return vectorAge(a) - vectorAge(b) || severityRank(a.severity) - severityRank(b.severity);
}

/** 0 is CVSS 4, then 3.1, 3.0, 2; a bare label last. */
function vectorAge({ vector }: SeverityRating): number {
  if (vector === undefined) return 4;
  const at = ['CVSS:4', 'CVSS:3.1', 'CVSS:3.0'].findIndex((prefix) => vector.startsWith(prefix));
  return at === -1 ? 3 : at;
}
