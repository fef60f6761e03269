import type { Finding, InventoryPackage, Severity } from '../model/index.ts';
import type { Report } from './report.ts';
import { summarize } from './summary.ts';

/** What a person wants to see of a report; absent: no wish. */
export interface ReportFilter {
  readonly severities?: ReadonlySet<Severity>;
  readonly onlyFixed?: boolean;
  readonly onlyExploited?: boolean;
  /** Probability, 0 to 1. */
  readonly epssAtLeast?: number;
  /** Package names; `*` at the end stands for any rest. */
  readonly packages?: readonly string[];
  /** Purl types. */
  readonly packageTypes?: ReadonlySet<string>;
  /** Indexes, 0 the lowest. */
  readonly layers?: ReadonlySet<number>;
}

/** The report with the findings that pass, and its summary counted anew; packages stay as they are. */
export function filterReport(report: Report, filter: ReportFilter): Report {
  const findings = report.findings.filter((finding) => {
    const found = report.packages[finding.package];
    return found !== undefined && isWanted(finding, filter) && isWantedPackage(found, filter);
  });
  return { ...report, findings, summary: summarize(report.packages, findings) };
}

function isWanted({ severity, fixedIn, context }: Finding, filter: ReportFilter): boolean {
  if (filter.severities && !filter.severities.has(severity)) return false;
  if (filter.onlyFixed && fixedIn === undefined) return false;
  if (filter.onlyExploited && !context?.kev) return false;
  return (context?.epss?.probability ?? 0) >= (filter.epssAtLeast ?? 0);
}

/** Whether a package passes, for the list of packages too. */
export function isWantedPackage(
  { package: { name, ecosystem }, introducedIn }: InventoryPackage,
  { packages, packageTypes, layers }: ReportFilter,
): boolean {
  if (packageTypes && !packageTypes.has(ecosystem)) return false;
  if (layers && !layers.has(introducedIn)) return false;
  return !packages || packages.some((wanted) => isNamed(name, wanted));
}

function isNamed(name: string, wanted: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}
