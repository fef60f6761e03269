import type { Finding } from '../../model/index.ts';
import type { LocatedFinding, Report } from '../../report/index.ts';
import { locatedFindings, visibleFindings } from '../../report/index.ts';
import { percentText } from './amounts.ts';
import { groupByPackage, packageLines } from './finding-lines.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';
import type { HeadTimes } from './report-head.ts';
import { headLines } from './report-head.ts';
import { stepLines } from './step-lines.ts';

export interface TextOptions extends HeadTimes {
  /** Packages to list; the rest is counted. */
  readonly packagesShown: number;
  /** Whether what is hidden from totals is listed too. */
  readonly showsHidden: boolean;
}

const URGENT_SHOWN = 3;

/** The report as a person reads it: is it bad, what first, what fixes it; then every package. */
export function reportText(report: Report, options: TextOptions, painter: Painter): string {
  const groups = groupByPackage(
    options.showsHidden ? locatedFindings(report) : visibleFindings(report),
  );
  const shown = groups.slice(0, options.packagesShown);
  const rest = groups.length - shown.length;
  const sections = [
    headLines(report, options, painter),
    stepLines(report, painter),
    urgentLines(report, painter),
    shown.flatMap((group) => packageLines(group, painter)),
    rest > 0 ? [painter.paint('gray', `and ${rest} more packages: --all`)] : [],
    gapLines(report, painter),
    nextLines(report, painter),
  ];
  const text = sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'));
  return `${text.join('\n\n')}\n`;
}

/** The head and what to do first: all that a glance needs. */
export function quickText(report: Report, times: HeadTimes, painter: Painter): string {
  const sections = [
    headLines(report, times, painter),
    stepLines(report, painter),
    urgentLines(report, painter),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

/** Known to be exploited, or likely to be. */
function urgentLines(report: Report, painter: Painter): string[] {
  const urgent = new Map<string, LocatedFinding>();
  for (const located of visibleFindings(report)) {
    const { id } = located.finding;
    if (!urgent.has(id) && isUrgent(located.finding)) urgent.set(id, located);
  }
  const lines = [...urgent.values()]
    .slice(0, URGENT_SHOWN)
    .map((located) => urgentLine(located, painter));
  return lines.length > 0 ? [painter.paint('bold', 'WHY NOW'), ...lines] : [];
}

function urgentLine({ finding, found }: LocatedFinding, painter: Painter): string {
  const { context, fixedIn, severity } = finding;
  const { mark, style } = SEVERITY_MARKS[severity];
  const { name, version } = found.package;
  const change = fixedIn === undefined ? `${name} ${version}` : `${name} ${version} -> ${fixedIn}`;
  const why = [
    context?.kev ? 'exploited (KEV)' : '',
    context?.epss ? `EPSS ${percentText(context.epss.probability)}` : '',
    `layer ${found.introducedIn + 1}`,
  ];
  const marked = painter.paint(style, mark);
  return `${marked} ${printable(finding.id)}  ${printable(change)}   ${why.filter(Boolean).join(' · ')}`;
}

/** Exploited in the wild, or one chance in ten that it will be within 30 days. */
function isUrgent({ context }: Finding): boolean {
  return context?.kev !== undefined || (context?.epss?.probability ?? 0) >= 0.1;
}

const GAPS_SHOWN = 5;

function gapLines({ diagnostics }: Report, painter: Painter): string[] {
  const gaps = diagnostics.filter(({ severity }) => severity !== 'info');
  if (gaps.length === 0) return [];
  const lines = gaps
    .slice(0, GAPS_SHOWN)
    .map(
      ({ message, path }) =>
        `  ${printable(message)}${path === undefined ? '' : ` (${printable(path)})`}`,
    );
  const rest = gaps.length - lines.length;
  return [
    painter.paint('yellow', 'NOT COVERED'),
    ...lines,
    ...(rest > 0 ? [`  and ${rest} more: --format json lists all`] : []),
  ];
}

function nextLines(report: Report, painter: Painter): string[] {
  const [first] = visibleFindings(report);
  if (!first) return [];
  const { reference } = report.image;
  const next = `next: drydock explain ${printable(reference)} ${printable(first.finding.id)}`;
  return [painter.paint('gray', next)];
}
