import type { Severity } from '../../model/index.ts';
import {
  type BaseRisk,
  type PackageUpgrade,
  type UpgradeTarget,
  dockerfileLine,
} from '../../recommend/index.ts';
import type { Report } from '../../report/index.ts';
import { countOf } from './amounts.ts';
import { alignColumns } from './columns.ts';
import { cutLine } from './fitting.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';
import { type HeadTimes, headLines } from './report-head.ts';

/** All that an image could be changed by. */
export interface Recommendations {
  readonly report: Report;
  readonly packages: readonly PackageUpgrade[];
  readonly bases: readonly BasePrediction[];
}

/** What the image is expected to be on another base. */
export interface BasePrediction {
  /** The other base. */
  readonly image: Report['image'];
  /** Of the image on it. */
  readonly report: Report;
  /** Findings that are not there any more, and that are new. */
  readonly gone: number;
  readonly added: number;
  readonly risks: readonly BaseRisk[];
}

const SHOWN: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];
const LETTERS = SHOWN.map((severity) => SEVERITY_MARKS[severity].letter);
const RIGHT = { align: 'right' } as const;

export function recommendationsText(
  { report, packages, bases }: Recommendations,
  times: HeadTimes,
  painter: Painter,
): string {
  const sections = [
    headLines(report, times, painter),
    baseLines(report, bases, painter),
    upgradeLines(packages, painter),
    systemLines(report, painter),
    manifestLines(packages, painter),
  ].filter((lines) => lines.length > 0);
  const nothing = packages.length === 0 ? ['no package has a version that fixes anything'] : [];
  return `${[...sections, nothing]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function baseLines(report: Report, bases: readonly BasePrediction[], painter: Painter): string[] {
  if (bases.length === 0) return [];
  const rows = [
    ['BASE (predicted, not built)', 'gone', 'new', ...LETTERS],
    ['as it is', '', '', ...countsOf(report.summary.bySeverity)],
    ...bases.map(({ image, report: predicted, gone, added }) => [
      printable(image.reference),
      String(gone),
      String(added),
      ...countsOf(predicted.summary.bySeverity),
    ]),
  ];
  const [title = '', ...lines] = alignColumns(rows, [{}, RIGHT, RIGHT, ...SHOWN.map(() => RIGHT)]);
  return [
    painter.paint('bold', title),
    ...lines,
    ...bases.flatMap(({ image, risks }) =>
      risks.map((risk) =>
        painter.paint('gray', `  ${printable(image.reference)}: ${riskText(risk)}`),
      ),
    ),
  ];
}

function countsOf(counts: Readonly<Record<Severity, number>>): string[] {
  return SHOWN.map((severity) => String(counts[severity]));
}

function riskText(risk: BaseRisk): string {
  switch (risk.kind) {
    case 'other-distribution':
      return `${printable(risk.to)} in place of ${printable(risk.from)}: try what runs on it`;
    case 'installed-anew':
      return `${countOf(risk.packages, 'package')} of the distribution installed on top, counted in the versions of today`;
    case 'not-in-base':
      return `without ${printable(risk.packages.join(' '))}`;
  }
}

function upgradeLines(packages: readonly PackageUpgrade[], painter: Painter): string[] {
  if (packages.length === 0) return [];
  const rows = [
    ['UPGRADES', 'from', 'to', 'fixes', ...LETTERS],
    ...packages.flatMap((upgrade) => [
      rowOf(upgrade, upgrade.lowest, nameOf(upgrade)),
      ...(upgrade.compatible ? [rowOf(upgrade, upgrade.compatible, '  or, not breaking')] : []),
    ]),
  ];
  const columns = [{}, {}, {}, RIGHT, ...SHOWN.map(() => RIGHT)];
  const [title = '', ...lines] = alignColumns(rows, columns);
  return [painter.paint('bold', title), ...lines].map((line) => cutLine(line, painter.columns));
}

function nameOf({ ecosystem, name, place }: PackageUpgrade): string {
  const where = place === undefined ? '' : `  in /${place}`;
  return printable(`${name}  ${ecosystem}${where}`);
}

function rowOf({ from }: PackageUpgrade, target: UpgradeTarget, name: string): string[] {
  const { version, isBreaking, fixes } = target;
  const total = Object.values(fixes).reduce((sum, count) => sum + count, 0);
  const to = printable(version) + (isBreaking ? ' (breaking)' : '');
  return [name, printable(from), to, String(total), ...countsOf(fixes)];
}

/** For the Dockerfile: one line for all packages of the distribution. */
function systemLines({ steps }: Report, painter: Painter): string[] {
  const lines = steps.flatMap((step) => dockerfileLine(step) ?? []);
  if (lines.length === 0) return [];
  return [painter.paint('bold', 'DOCKERFILE, after FROM'), ...lines.map(printable)];
}

/** For the project's own files, once for each. */
function manifestLines(packages: readonly PackageUpgrade[], painter: Painter): string[] {
  const lines = packages.flatMap(({ place, lowest, compatible }) => {
    const { manifest } = compatible ?? lowest;
    if (manifest === undefined) return [];
    const where = place === undefined ? '' : `in /${place}: `;
    return [printable(`${where}${manifest.file}: ${manifest.text}`)];
  });
  if (lines.length === 0) return [];
  return [painter.paint('bold', 'MANIFESTS'), ...new Set(lines)];
}
