import type { Severity } from '../../model/index.ts';
import type { ChangedFinding, Comparison, Report } from '../../report/index.ts';
import { causeText, countBySeverity } from '../../report/index.ts';
import { bytesText, countOf } from './amounts.ts';
import { alignColumns } from './columns.ts';
import { cutLine } from './fitting.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';

const COUNTED: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/** What is gone, what is new, and which packages changed for it. */
export function comparisonText(
  before: Report,
  after: Report,
  comparison: Comparison,
  painter: Painter,
): string {
  const { opened, closed, unchanged, added, removed, changed } = comparison;
  const warnings = [...before.warnings, ...after.warnings].map(({ message }) => message);
  const sections = [
    [...new Set(warnings)].map((message) =>
      painter.paint('yellow', `warning: ${printable(message)}`),
    ),
    [
      `${painter.paint('bold', printable(before.image.reference))} -> ${painter.paint('bold', printable(after.image.reference))}`,
      ...countTable(before, after, painter),
      `${countOf(opened.length, 'finding')} new, ${closed.length} gone, ${unchanged} unchanged · packages: ${added.length} added, ${removed.length} removed, ${changed.length} changed`,
      ...sizeLines(before, after, comparison),
    ],
    findingLines('NEW', '+', opened, painter),
    findingLines('GONE', '-', closed, painter),
    packageLines(comparison, painter),
  ];
  const text = sections.filter((section) => section.length > 0);
  return `${text.map((section) => section.join('\n')).join('\n\n')}\n`;
}

/** Of an SBOM nothing of it is known. */
function sizeLines(before: Report, after: Report, { sharedLayers }: Comparison): string[] {
  const [a, b] = [before, after].map(({ image }) => image.size);
  if (!a || !b) return [];
  const shared = sharedLayers === 0 ? 'no layer' : countOf(sharedLayers, 'layer');
  return [
    `${bytesText(a)} in ${before.layers.length} -> ${bytesText(b)} in ${countOf(after.layers.length, 'layer')}, ${shared} shared from the lowest up`,
  ];
}

function countTable(before: Report, after: Report, painter: Painter): string[] {
  const [a, b] = [before.summary.bySeverity, after.summary.bySeverity];
  const rows = COUNTED.filter((severity) => a[severity] + b[severity] > 0).map((severity) => {
    const { mark, style } = SEVERITY_MARKS[severity];
    const delta = b[severity] - a[severity];
    const sign = delta > 0 ? `+${delta}` : String(delta);
    return [
      painter.paint(style, `${mark} ${severity}`),
      String(a[severity]),
      '->',
      String(b[severity]),
      delta === 0 ? '' : sign,
    ];
  });
  return alignColumns(rows, [{}, { align: 'right' }, {}, { align: 'right' }, { align: 'right' }]);
}

function findingLines(
  title: string,
  sign: string,
  located: readonly ChangedFinding[],
  painter: Painter,
): string[] {
  if (located.length === 0) return [];
  const counts = countBySeverity(located.map(({ finding }) => finding));
  const parts = COUNTED.filter((severity) => counts[severity] > 0).map(
    (severity) => `${counts[severity]} ${severity}`,
  );
  const rows = located.map(({ finding, found, ...change }) => [
    `${sign} ${painter.paint(SEVERITY_MARKS[finding.severity].style, SEVERITY_MARKS[finding.severity].mark)}`,
    printable(finding.id),
    printable(`${found.package.name} ${found.package.version}`),
    finding.fixedIn === undefined ? '' : printable(`fixed ${finding.fixedIn}`),
    painter.paint('gray', printable(causeText({ finding, found, ...change }))),
  ]);
  return [
    painter.paint('bold', `${title}  ${parts.join(', ')}`),
    ...alignColumns(rows, [{}, {}, {}, {}, {}]).map((line) => cutLine(line, painter.columns)),
  ];
}

function packageLines({ added, removed, changed }: Comparison, painter: Painter): string[] {
  const rows = [
    ...changed.map(({ before, after }) => [
      '~',
      printable(before.package.name),
      printable(`${before.package.version} -> ${after.package.version}`),
    ]),
    ...added.map(({ package: { name, version } }) => ['+', printable(name), printable(version)]),
    ...removed.map(({ package: { name, version } }) => ['-', printable(name), printable(version)]),
  ];
  if (rows.length === 0) return [];
  const lines = alignColumns(rows, [{}, {}, {}]).map((line) => cutLine(line, painter.columns));
  return [painter.paint('bold', 'PACKAGES'), ...lines];
}
