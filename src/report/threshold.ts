import type { Finding } from '../model/index.ts';
import { SEVERITIES } from '../model/index.ts';
import type { Report } from './report.ts';

/** What makes a pipeline fail: this severity or worse, anything exploited, fixable, or malware. */
export const THRESHOLDS = [
  'critical',
  'high',
  'medium',
  'low',
  'any',
  'kev',
  'fixable',
  'malware',
] as const;

export type Threshold = (typeof THRESHOLDS)[number];

/** The findings that are over any of the thresholds; hidden ones never are. */
export function overThreshold(
  { findings }: Pick<Report, 'findings'>,
  thresholds: readonly Threshold[],
): readonly Finding[] {
  return findings.filter(
    (finding) => finding.hidden === undefined && thresholds.some((one) => isOver(finding, one)),
  );
}

function isOver(finding: Finding, threshold: Threshold): boolean {
  switch (threshold) {
    case 'any':
      return true;
    case 'kev':
      return finding.context?.kev !== undefined;
    case 'fixable':
      return finding.fixedIn !== undefined;
    case 'malware':
      return finding.class === 'malware';
    case 'critical':
    case 'high':
    case 'medium':
    case 'low':
      return SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(threshold);
  }
}
