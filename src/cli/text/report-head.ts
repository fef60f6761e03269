import type { Severity } from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { distroTitle } from '../../report/index.ts';
import { ageText, bytesText, countOf, countText, shortDigest } from './amounts.ts';
import { checkLines } from './check-lines.ts';
import { wrapWords } from './fitting.ts';
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
    ...warningLines(report, painter),
    ...imageLines(report, times, painter),
    coverageLine(report, times, painter),
    ...countLines(report, painter),
    ...hiddenLines(report, painter),
    ...checkLines(report, painter),
  ];
}

/** What a reader must know before any number. */
export function warningLines({ warnings }: Report, painter: Painter): string[] {
  return warnings.flatMap(({ message }) =>
    wrapWords(`warning: ${printable(message)}`.split(' '), ' ', painter.columns, '  ').map((line) =>
      painter.paint('yellow', line),
    ),
  );
}

/** Which image it is: what every text begins with. */
export function imageLines(
  { image, distro, summary }: Report,
  times: HeadTimes,
  painter: Painter,
): string[] {
  const digest = image.digest ?? image.imageId;
  const facts = [
    platformText(image),
    digest && shortDigest(digest),
    image.compressedSize > 0 ? bytesText(image.compressedSize) : undefined,
    distroTitle(distro),
    countOf(summary.packages, 'package'),
    `${(times.elapsed / 1000).toFixed(1)} s`,
  ];
  const known = facts.flatMap((fact) => (fact ? [printable(fact)] : []));
  const name = painter.paint('bold', printable(image.reference));
  return wrapWords([name, ...known], '  ', painter.columns, '  ');
}

/** `linux/amd64 (1 of 7 platforms)`. */
function platformText({ platform, platforms }: Report['image']): string | undefined {
  return platforms ? `${platform ?? ''} (1 of ${platforms.length} platforms)` : platform;
}

function coverageLine(report: Report, { now }: HeadTimes, painter: Painter): string {
  const { snapshot } = report;
  const feed = snapshot.isStarter
    ? 'starter feed'
    : `advisories ${ageText(now - oldestFetch(report))} old (#${snapshot.number})`;
  return `${coverageText(report, painter)} · ${feed}`;
}

function coverageText(report: Report, painter: Painter): string {
  const gaps = report.diagnostics.filter(({ severity }) => severity !== 'info').length;
  const hasEnded = report.warnings.some(({ code }) => code === 'report.coverage.end-of-life');
  switch (report.state) {
    case 'complete':
      return painter.paint('green', 'coverage complete');
    case 'complete_with_gaps':
      return painter.paint(
        'yellow',
        gaps > 0 ? `coverage with ${countOf(gaps, 'gap')}` : 'coverage incomplete',
      );
    case 'no_packages':
      return 'no packages found';
    case 'no_advisory_coverage':
      return painter.paint('yellow', hasEnded ? 'support has ended' : 'no advisory coverage');
  }
}

/** Of what was used: a report is as fresh as that. */
function oldestFetch({ snapshot }: Report): number {
  const dates = snapshot.coverage
    .map(({ fetchedAt }) => Date.parse(fetchedAt))
    .filter(Number.isFinite);
  return dates.length > 0 ? Math.min(...dates) : Date.parse(snapshot.createdAt);
}

const COUNTED: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

function countLines(report: Report, painter: Painter): string[] {
  const { summary } = report;
  if (summary.vulnerabilities === 0) {
    return wrapWords(`   ${noneText(report, painter)}`.split(' '), ' ', painter.columns, '   ');
  }
  const counts = COUNTED.filter(
    (severity) => severity !== 'unknown' || summary.bySeverity.unknown > 0,
  ).map((severity) => countCell(severity, summary.bySeverity[severity], painter));
  const asides = [
    ...(summary.malware > 0
      ? [painter.paint(['bold', 'red'], `${countText(summary.malware)} malware`)]
      : []),
    `${countText(summary.exploited)} exploited`,
    `${countText(summary.fixable)} fixable`,
  ].join(' · ');
  return wrapWords([`  ${counts.join('   ')}`, ` ${asides}`], '   ', painter.columns, ' ');
}

function countCell(severity: Severity, count: number, painter: Painter): string {
  const { mark, style } = SEVERITY_MARKS[severity];
  // no alarm over a zero
  return count > 0
    ? painter.paint(style, `${mark.trim()} ${countText(count)} ${severity}`)
    : painter.paint('gray', `${countText(count)} ${severity}`);
}

/** Green only where everything was looked up; elsewhere what to do. */
function noneText({ state, snapshot, image, diagnostics }: Report, painter: Painter): string {
  if (state === 'complete') return painter.paint('green', 'no known vulnerabilities');
  if (state === 'no_packages') {
    return 'nothing to look up: the image has no package database, lockfile or binary that says what it is made of';
  }
  if (state === 'no_advisory_coverage') {
    return 'nothing was found, which says nothing: see the warning above';
  }
  if (snapshot.isStarter) {
    return 'none of the famous ones: `drydock db update` fetches all that is known';
  }
  const isInBase = diagnostics.some(({ severity }) => severity !== 'info');
  return isInBase
    ? 'none found in what could be read: what could not stands below'
    : `none found in what is covered of ${printable(image.reference)}`;
}

const HIDDEN_WORDS: Readonly<Record<string, string>> = {
  unimportant: 'unimportant',
  'kernel-headers': 'in kernel headers',
  'under-investigation': 'under investigation',
  'vex-not-affected': 'not affected by VEX',
  'vex-fixed': 'fixed by VEX',
};

function hiddenLines({ summary }: Report, painter: Painter): string[] {
  const hidden = Object.entries(summary.hidden).map(
    ([reason, count]) => `${countText(count)} ${HIDDEN_WORDS[reason] ?? reason}`,
  );
  if (hidden.length === 0) return [];
  const words = ['  not counted:', hidden.join(', '), '(--show-hidden)'];
  return wrapWords(words, ' ', painter.columns, '  ').map((line) => painter.paint('gray', line));
}
