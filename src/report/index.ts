export { distroTitle, makeReport } from './make-report.ts';
export type { ReportCoverage, ReportInput } from './report-input.ts';
export type * from './report.ts';
export { countBySeverity } from './summary.ts';
