import type { Finding } from '../../model/index.ts';
import type { LocatedFinding, Report } from '../../report/index.ts';
import { visibleFindings } from '../../report/index.ts';
import { percentText } from './amounts.ts';
import { alignColumns } from './columns.ts';
import { cutLine } from './fitting.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';

const URGENT_SHOWN = 3;

/** Malware, what is known to be exploited, and what is likely to be; the likeliest first. */
export function urgentLines(report: Report, painter: Painter): string[] {
  const urgent = new Map<string, LocatedFinding>();
  for (const located of visibleFindings(report)) {
    const { id } = located.finding;
    if (!urgent.has(id) && isUrgent(located.finding)) urgent.set(id, located);
  }
  if (urgent.size === 0) return [];
  const first = [...urgent.values()].toSorted(byUrgency).slice(0, URGENT_SHOWN);
  const rows = first.map((located) => urgentCells(located, painter));
  const rest = urgent.size - first.length;
  return [
    painter.paint('bold', 'WHY NOW'),
    ...alignColumns(rows, [{}, {}, {}, {}]).map((line) => cutLine(line, painter.columns)),
    ...(rest > 0
      ? [painter.paint('gray', `   and ${rest} more that are or may soon be exploited`)]
      : []),
  ];
}

function urgentCells({ finding, found }: LocatedFinding, painter: Painter): string[] {
  const { context, fixedIn, severity } = finding;
  const { mark, style } = SEVERITY_MARKS[severity];
  const { name, version } = found.package;
  const why = [
    finding.class === 'malware' ? 'malware' : '',
    context?.kev ? 'exploited (KEV)' : '',
    context?.epss ? `EPSS ${percentText(context.epss.probability)}` : '',
  ];
  return [
    painter.paint(style, mark),
    printable(finding.id),
    why.filter(Boolean).join(' · '),
    printable(fixedIn === undefined ? `${name} ${version}` : `${name} ${version} -> ${fixedIn}`),
  ];
}

/** Exploited in the wild, or one chance in ten that it will be within 30 days. */
function isUrgent(finding: Finding): boolean {
  return urgencyOf(finding) >= 0.1;
}

/** The report's order, worst first, decides between equals. */
function byUrgency(a: LocatedFinding, b: LocatedFinding): number {
  return urgencyOf(b.finding) - urgencyOf(a.finding);
}

function urgencyOf({ class: kind, context }: Finding): number {
  const probability = context?.epss?.probability ?? 0;
  return (kind === 'malware' ? 4 : 0) + (context?.kev ? 2 : 0) + probability;
}
