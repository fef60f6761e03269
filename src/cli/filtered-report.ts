import { fixSteps } from '../recommend/index.ts';
import type { Report, ReportFilter } from '../report/index.ts';
import { filterReport } from '../report/index.ts';

/** The report as filtered, and what to do for what is left; that a filter left nothing is its first line, not a clean image. */
export function filteredReport(report: Report, filter: ReportFilter): Report {
  const left = filterReport(report, filter);
  const filtered = { ...left, steps: fixSteps(left.packages, left.findings) };
  const { vulnerabilities } = report.summary;
  if (filtered.summary.vulnerabilities > 0 || vulnerabilities === 0) return filtered;
  const message = `the filters leave out all vulnerabilities that were found: ${vulnerabilities}`;
  return {
    ...filtered,
    warnings: [
      { code: 'cli.filter.nothing-left', severity: 'warning', message },
      ...filtered.warnings,
    ],
  };
}
