import type { Operations } from '../../../api/contract/index.ts';

export interface ReportExport {
  readonly format: Operations['exportReport']['input']['format'];
  readonly title: string;
  /** One line: what one does with it. */
  readonly use: string;
}

/** Every form that a report can be taken along in. */
export const EXPORTS: readonly ReportExport[] = [
  {
    format: 'cyclonedx',
    title: 'CycloneDX 1.6',
    use: 'The SBOM with its vulnerabilities, for tools that keep inventories.',
  },
  {
    format: 'spdx',
    title: 'SPDX 2.3',
    use: 'The SBOM with licences, for customers and authorities that ask for one.',
  },
  {
    format: 'sarif',
    title: 'SARIF 2.1.0',
    use: 'Findings for code hosts that show them beside the code.',
  },
  {
    format: 'gitlab',
    title: 'GitLab',
    use: 'A container scanning report, for merge requests of GitLab.',
  },
  {
    format: 'csv',
    title: 'CSV',
    use: 'One line a finding, for spreadsheets; formulas are neutralized.',
  },
  {
    format: 'json',
    title: 'JSON',
    use: 'Everything, with the evidence of each finding; its schema is documented.',
  },
  {
    format: 'html',
    title: 'HTML',
    use: 'One file to read, print or attach, without this server.',
  },
  {
    format: 'markdown',
    title: 'Markdown',
    use: 'For a pull request, an issue or a chat.',
  },
];
