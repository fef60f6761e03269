import type { Finding, InventoryPackage } from '../../model/index.ts';
import { vulnerabilityUrl } from '../../report/index.ts';
import type { LocatedFinding } from '../../report/index.ts';
import { percentText } from './amounts.ts';
import { alignColumns, shorten } from './columns.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';

const PATH_WIDTH = 60;

/** Findings of one package, worst first. */
export interface PackageFindings {
  readonly found: InventoryPackage;
  readonly findings: readonly Finding[];
}

/** Packages with their findings, in the order given: the package of the worst finding first. */
export function groupByPackage(located: readonly LocatedFinding[]): PackageFindings[] {
  const groups = new Map<InventoryPackage, Finding[]>();
  for (const { finding, found } of located) {
    const group = groups.get(found);
    if (group) group.push(finding);
    else groups.set(found, [finding]);
  }
  return [...groups].map(([found, findings]) => ({ found, findings }));
}

/** A package, where it is, and a line for each of its findings. */
export function packageLines({ found, findings }: PackageFindings, painter: Painter): string[] {
  const rows = findings.map((finding) => findingCells(finding, painter));
  const columns = [{}, {}, { align: 'right' as const }, {}, {}, {}];
  return [
    packageLine(found, findings, painter),
    ...alignColumns(rows, columns).map((row) => `    ${row}`),
  ];
}

function packageLine(
  { package: found, introducedIn, ownedBy }: InventoryPackage,
  findings: readonly Finding[],
  painter: Painter,
): string {
  const worst = findings[0]?.severity ?? 'unknown';
  const { mark, style } = SEVERITY_MARKS[worst];
  const [path] = found.locations;
  const facts = [
    found.ecosystem,
    `layer ${introducedIn + 1}`,
    path === undefined ? '' : shorten(printable(path), PATH_WIDTH),
    found.locations.length > 1 ? `+${found.locations.length - 1} places` : '',
    ownedBy === undefined ? '' : 'owned by the distribution',
  ];
  const name = painter.paint('bold', printable(`${found.name} ${found.version}`));
  return `${painter.paint(style, mark)} ${name}  ${painter.paint('gray', facts.filter(Boolean).join(' · '))}`;
}

function findingCells(finding: Finding, painter: Painter): string[] {
  const { mark, style } = SEVERITY_MARKS[finding.severity];
  return [
    painter.paint(style, mark),
    painter.link(printable(finding.id), vulnerabilityUrl(finding.id)),
    scoreText(finding),
    fixText(finding, painter),
    introducedText(finding),
    marksOf(finding, painter),
  ];
}

function scoreText({ rating, severity }: Finding): string {
  if (!rating) return '';
  const score = rating.score === undefined ? severity : rating.score.toFixed(1);
  return printable(`${score} ${rating.source}`);
}

function fixText({ fixedIn, status, lastAffected }: Finding, painter: Painter): string {
  if (fixedIn !== undefined) return painter.paint('green', printable(`fixed ${fixedIn}`));
  if (lastAffected !== undefined) return printable(`affected up to ${lastAffected}`);
  return status === 'affected' ? 'no fix' : status.replaceAll('_', ' ');
}

function introducedText({ introduced }: Finding): string {
  if (introduced === undefined) return '';
  return introduced === '0' ? 'all earlier' : printable(`since ${introduced}`);
}

function marksOf({ context, hidden, class: kind, confidence }: Finding, painter: Painter): string {
  const epss = context?.epss?.probability;
  return [
    kind === 'malware' ? painter.paint(['bold', 'red'], 'MALWARE') : '',
    context?.kev ? painter.paint(['bold', 'red'], 'KEV') : '',
    epss === undefined ? '' : `EPSS ${percentText(epss)}`,
    hidden === undefined ? '' : `(${hidden})`,
    confidence === 'exact' ? '' : `(${confidence})`,
  ]
    .filter(Boolean)
    .join(' · ');
}
