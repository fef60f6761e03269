import { toCsv } from './formats/csv.ts';
import { toCyclonedx } from './formats/cyclonedx.ts';
import { toGitlab } from './formats/gitlab.ts';
import { toHtml } from './formats/html.ts';
import { toJson } from './formats/json.ts';
import { toMarkdown } from './formats/markdown.ts';
import { toSarif } from './formats/sarif.ts';
import { toSpdx } from './formats/spdx.ts';
import type { Report } from './report.ts';

/** The formats that a report is exported in; `text` is for a terminal, and the command line's. */
export type ExportFormat =
  | 'json'
  | 'sarif'
  | 'gitlab'
  | 'cyclonedx'
  | 'spdx'
  | 'csv'
  | 'markdown'
  | 'html';

const WRITERS: Readonly<Record<ExportFormat, (report: Report, version: string) => string>> = {
  json: toJson,
  sarif: toSarif,
  gitlab: toGitlab,
  cyclonedx: (report, toolVersion) =>
    toCyclonedx(report, { withVulnerabilities: true, toolVersion }),
  spdx: toSpdx,
  csv: toCsv,
  markdown: toMarkdown,
  html: toHtml,
};

/** The one way to a format, for the command line and the server. `version`: of the product. */
export function writeReport(report: Report, format: ExportFormat, version: string): string {
  return WRITERS[format](report, version);
}
