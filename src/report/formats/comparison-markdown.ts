import type { Severity } from '../../model/index.ts';
import type { ChangedFinding, Comparison } from '../compare.ts';
import type { Report } from '../report.ts';
import { inert, table } from './markdown-text.ts';

const COUNTED: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/** Rows of one table: a comment on a pull request has a limit, and its reader another. */
const ROWS = 100;

/** A comparison for a pull request: what is new, what is gone and why, and which packages changed. */
export function comparisonMarkdown(before: Report, after: Report, comparison: Comparison): string {
  const { opened, closed, unchanged } = comparison;
  const warnings = new Set([...before.warnings, ...after.warnings].map(({ message }) => message));
  const [a, b] = [before.summary.bySeverity, after.summary.bySeverity];
  const sections = [
    `# ${inert(before.image.reference)} → ${inert(after.image.reference)}`,
    ...[...warnings].map((message) => `> **Warning:** ${inert(message)}`),
    `**${opened.length} new, ${closed.length} gone**, ${unchanged} as before.`,
    table(
      ['', ...COUNTED],
      [
        ['before', ...COUNTED.map((severity) => String(a[severity]))],
        ['after', ...COUNTED.map((severity) => String(b[severity]))],
      ],
    ),
    ...findingSection('New', opened),
    ...findingSection('Gone', closed),
    ...packageSection(comparison),
  ];
  return `${sections.join('\n\n')}\n`;
}

function findingSection(title: string, changes: readonly ChangedFinding[]): string[] {
  if (changes.length === 0) return [];
  const head = ['severity', 'vulnerability', 'package', 'version', 'fixed in', 'because'];
  return [`## ${title}`, ...cut(head, changes.map(findingRow))];
}

function findingRow(change: ChangedFinding): string[] {
  const { finding, found } = change;
  const marks = finding.context?.kev ? ' (exploited)' : '';
  return [
    finding.severity,
    inert(finding.id) + marks,
    inert(found.package.name),
    inert(found.package.version),
    inert(finding.fixedIn ?? finding.status.replaceAll('_', ' ')),
    inert(causeText(change)),
  ];
}

/** Why one image has a finding that the other has not. */
export function causeText({ cause, otherVersion = '' }: ChangedFinding): string {
  switch (cause) {
    case 'package-added':
      return 'the package is new';
    case 'package-removed':
      return 'the package is gone';
    case 'package-changed':
      return `the other image has ${otherVersion}`;
    case 'judgement':
      return 'the package is the same, what is known of it is not';
  }
}

function packageSection({ added, removed, changed }: Comparison): string[] {
  const rows = [
    ...changed.map(({ before, after }) => [
      inert(after.package.name),
      inert(before.package.version),
      inert(after.package.version),
    ]),
    ...added.map(({ package: { name, version } }) => [inert(name), '', inert(version)]),
    ...removed.map(({ package: { name, version } }) => [inert(name), inert(version), '']),
  ];
  if (rows.length === 0) return [];
  return ['## Packages', ...cut(['package', 'before', 'after'], rows)];
}

function cut(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const rest = rows.length - ROWS;
  return [table(head, rows.slice(0, ROWS)), ...(rest > 0 ? [`and ${rest} more`] : [])];
}
