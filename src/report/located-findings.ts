import type { Finding, InventoryPackage } from '../model/index.ts';
import type { Report } from './report.ts';

/** A finding with the package that it is on. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly found: InventoryPackage;
}

/** The report's findings with their packages, in its order. */
export function locatedFindings({
  findings,
  packages,
}: Pick<Report, 'findings' | 'packages'>): readonly LocatedFinding[] {
  return findings.flatMap((finding) => {
    const found = packages[finding.package];
    return found ? [{ finding, found }] : [];
  });
}

/** Those that count: not hidden from totals. */
export function visibleFindings(
  report: Pick<Report, 'findings' | 'packages'>,
): readonly LocatedFinding[] {
  return locatedFindings(report).filter(({ finding }) => finding.hidden === undefined);
}
