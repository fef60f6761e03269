import type { Finding, InventoryLayer } from '../../model/index.ts';
import { vulnerabilityUrl } from '../../report/index.ts';
import { countOf, percentText } from './amounts.ts';
import { channelName } from './channel-name.ts';
import { alignColumns, shorten, widthOf } from './columns.ts';
import { cutLine } from './fitting.ts';
import { instructionText } from './instruction.ts';
import type { PackageFindings } from './package-groups.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';
import { vexText } from './vex-text.ts';

const PATH_WIDTH = 60;
const PATH_LEAST = 20;
const INSTRUCTION_WIDTH = 32;
const INSTRUCTION_LEAST = 16;

/** How much of each package is shown. */
export interface FindingView {
  readonly layers: readonly InventoryLayer[];
  /** Of one package; the rest is counted. */
  readonly findingsShown: number;
  /** Whether lines are cut to the terminal. */
  readonly isCut: boolean;
}

/** A package, where it is, and a line for each of its findings. */
export function packageLines(
  group: PackageFindings,
  { layers, findingsShown, isCut }: FindingView,
  painter: Painter,
): string[] {
  const { found, findings } = group;
  const isOneOver = findings.length === findingsShown + 1;
  const shown = isOneOver ? findings : findings.slice(0, findingsShown);
  const rest = findings.length - shown.length;
  const rows = shown.map((finding) => findingCells(finding, painter));
  const lines = [
    packageLine(group, layers[found.introducedIn], painter),
    ...alignColumns(rows, [{}, {}, {}, {}, {}]).map((row) => `    ${row}`),
    ...(rest > 0 ? [painter.paint('gray', `        and ${rest} more`)] : []),
  ];
  return isCut ? lines.map((line) => cutLine(line, painter.columns)) : lines;
}

/** The path gets what room there is, its end tells most; the layer's instruction what is left. */
function packageLine(
  { found, findings, places }: PackageFindings,
  layer: InventoryLayer | undefined,
  painter: Painter,
): string {
  const { package: own, introducedIn, ownedBy } = found;
  const { mark, style } = SEVERITY_MARKS[findings[0]?.severity ?? 'unknown'];
  const title = printable(`${own.name} ${own.version}`);
  const before = [own.ecosystem, `layer ${introducedIn + 1}`];
  const after = [
    ...(places > 1 ? [`+${countOf(places - 1, 'place')}`] : []),
    ...(ownedBy === undefined ? [] : [ownerText(own.facts?.['owner'] === 'guessed')]),
  ];
  const room = painter.columns - widthOf([title, ...before, ...after].join(' · ')) - 6;
  const path = pathText(own.locations[0], room);
  const instruction = instructionOf(layer, room - widthOf(path) - 1);
  const facts = [`${before.join(' · ')}${instruction}`, path, ...after].filter(Boolean).join(' · ');
  return `${painter.paint(style, mark)} ${painter.paint('bold', title)}  ${painter.paint('gray', facts)}`;
}

function ownerText(isGuessed: boolean): string {
  return isGuessed
    ? 'owned by the distribution, as name and place tell'
    : 'owned by the distribution';
}

function pathText(path: string | undefined, room: number): string {
  if (path === undefined || room < PATH_LEAST) return '';
  return shorten(`/${printable(path)}`, Math.min(PATH_WIDTH, room));
}

function instructionOf(layer: InventoryLayer | undefined, room: number): string {
  const text = printable(instructionText(layer?.createdBy ?? ''));
  return text === '' || room < INSTRUCTION_LEAST
    ? ''
    : ` (${cutLine(text, Math.min(INSTRUCTION_WIDTH, room))})`;
}

function findingCells(finding: Finding, painter: Painter): string[] {
  const { mark, style } = SEVERITY_MARKS[finding.severity];
  return [
    painter.paint(style, mark),
    painter.link(printable(finding.id), vulnerabilityUrl(finding.id)),
    scoreText(finding),
    fixText(finding, painter),
    [...marksOf(finding, painter), introducedText(finding)].filter(Boolean).join(' · '),
  ];
}

function scoreText({ rating, severity }: Finding): string {
  if (!rating) return '';
  const score = rating.score === undefined ? severity : rating.score.toFixed(1).padStart(4);
  return printable(`${score} ${rating.source}`);
}

function fixText(finding: Finding, painter: Painter): string {
  const { fixedIn, status, lastAffected, fixElsewhere } = finding;
  if (fixedIn !== undefined) return painter.paint('green', printable(`fixed ${fixedIn}`));
  if (fixElsewhere) {
    const { channel, version } = fixElsewhere;
    return printable(`fix available in ${channelName(channel)}: ${version}`);
  }
  if (lastAffected !== undefined) return printable(`affected up to ${lastAffected}`);
  return status === 'affected' ? 'no fix' : status.replaceAll('_', ' ');
}

function introducedText({ introduced, upstreamIntroduced }: Finding): string {
  if (upstreamIntroduced !== undefined) return printable(`since ${upstreamIntroduced} upstream`);
  if (introduced === undefined) return '';
  return introduced === '0' ? 'all earlier' : printable(`since ${introduced}`);
}

const CONFIDENCE_WORDS = {
  exact: '',
  derived: 'maybe back-ported',
  heuristic: 'identity guessed',
} as const;

function marksOf(
  { context, hidden, vex, class: kind, confidence }: Finding,
  painter: Painter,
): string[] {
  const epss = context?.epss?.probability;
  return [
    kind === 'malware' ? painter.paint(['bold', 'red'], 'MALWARE') : '',
    context?.kev ? painter.paint(['bold', 'red'], 'KEV') : '',
    epss === undefined ? '' : `EPSS ${percentText(epss)}`,
    hidden === undefined || vex ? '' : `not counted: ${hidden.replaceAll('-', ' ')}`,
    ...(vex ?? []).map((claim) => printable(vexText(claim))),
    CONFIDENCE_WORDS[confidence],
  ];
}
