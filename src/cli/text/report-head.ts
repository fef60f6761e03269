import type { Severity } from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { distroTitle } from '../../report/index.ts';
import { ageText, bytesText, countOf, countText, shortDigest } from './amounts.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';

/** Times that a report does not carry. Milliseconds. */
export interface HeadTimes {
  /** Since 1970. */
  readonly now: number;
  readonly elapsed: number;
}

/** What image, what is missing, how bad: the first lines of every text. */
export function headLines(report: Report, times: HeadTimes, painter: Painter): string[] {
  return [
    ...report.warnings.map(({ message }) =>
      painter.paint('yellow', `warning: ${printable(message)}`),
    ),
    imageLine(report, times, painter),
    coverageLine(report, times, painter),
    ...countLines(report, painter),
  ];
}

/** Which image it is: the line that every text begins with. */
export function imageLine(
  { image, distro, summary }: Report,
  times: HeadTimes,
  painter: Painter,
): string {
  const digest = image.digest ?? image.imageId;
  const facts = [
    image.platform,
    digest && shortDigest(digest),
    image.compressedSize > 0 ? bytesText(image.compressedSize) : undefined,
    distroTitle(distro),
    countOf(summary.packages, 'package'),
    `${(times.elapsed / 1000).toFixed(1)} s`,
  ];
  const known = facts
    .filter((fact) => fact !== undefined && fact !== '')
    .map((fact) => printable(fact ?? ''));
  return [painter.paint('bold', printable(image.reference)), ...known].join('  ');
}

function coverageLine(report: Report, { now }: HeadTimes, painter: Painter): string {
  const gaps = report.diagnostics.filter(({ severity }) => severity !== 'info').length;
  const words: Record<Report['state'], string> = {
    complete: painter.paint('green', 'coverage complete'),
    complete_with_gaps: painter.paint(
      'yellow',
      gaps > 0 ? `coverage with ${countOf(gaps, 'gap')}` : 'coverage incomplete',
    ),
    no_packages: 'no packages found',
    no_advisory_coverage: painter.paint('yellow', 'no advisory coverage'),
  };
  const age = ageText(now - newestFetch(report));
  const feed = report.snapshot.isStarter
    ? 'starter feed'
    : `advisories ${age} old (#${report.snapshot.number})`;
  return `${words[report.state]} · ${feed}`;
}

/** The oldest fetch of what was used: a report is as fresh as that. */
function newestFetch({ snapshot }: Report): number {
  const dates = snapshot.coverage
    .map(({ fetchedAt }) => Date.parse(fetchedAt))
    .filter(Number.isFinite);
  return dates.length > 0 ? Math.min(...dates) : Date.parse(snapshot.createdAt);
}

const COUNTED: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

function countLines({ summary, state }: Report, painter: Painter): string[] {
  const counts = COUNTED.filter(
    (severity) => severity !== 'unknown' || summary.bySeverity.unknown > 0,
  ).map((severity) => countCell(severity, summary.bySeverity[severity], painter));
  const asides = [
    `${countText(summary.exploited)} exploited`,
    `${countText(summary.fixable)} fixable`,
  ];
  if (summary.malware > 0)
    asides.unshift(painter.paint(['bold', 'red'], `${countText(summary.malware)} malware`));
  const hidden = Object.entries(summary.hidden).map(
    ([reason, count]) => `${countText(count)} ${reason}`,
  );
  const isNone = summary.vulnerabilities === 0;
  const none =
    state === 'complete'
      ? painter.paint('green', 'no known vulnerabilities')
      : 'none found, which is not the same as none';
  return [
    isNone ? `   ${none}` : `  ${counts.join('  ')}     ${asides.join(' · ')}`,
    ...(hidden.length > 0 ? [painter.paint('gray', `     hidden: ${hidden.join(', ')}`)] : []),
  ];
}

function countCell(severity: Severity, count: number, painter: Painter): string {
  const { mark, style } = SEVERITY_MARKS[severity];
  const text = `${mark} ${countText(count)} ${severity}`;
  return count > 0 ? painter.paint(style, text) : painter.paint('gray', text);
}
