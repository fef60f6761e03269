import type { Report } from '../../report/index.ts';
import { locatedFindings, visibleFindings } from '../../report/index.ts';
import { countOf } from './amounts.ts';
import { packageLines } from './finding-lines.ts';
import { unknownSentence } from './contents-lines.ts';
import { cutLine, wrapWords } from './fitting.ts';
import { groupByVersion } from './package-groups.ts';
import type { Painter } from './painter.ts';
import { printable } from './printable.ts';
import type { HeadTimes } from './report-head.ts';
import { headLines } from './report-head.ts';
import { secretLines } from './secret-lines.ts';
import { shellWord } from './shell-word.ts';
import { commandLines, stepLines } from './step-lines.ts';
import { urgentLines } from './urgent-lines.ts';

export interface TextOptions extends HeadTimes {
  /** Whether everything is listed, or what a terminal can show of it. */
  readonly isWhole: boolean;
  /** Whether what is hidden from totals is listed too. */
  readonly showsHidden: boolean;
  /** Lines of the terminal: what is cut is cut to fit, so that the head stays in sight. */
  readonly rows: number;
}

/** What a terminal shows of a package before `--all`; what is piped is always whole. */
const FINDINGS_SHOWN = 5;
const GAPS_SHOWN = 5;

/** The report as a person reads it: is it bad, what first, what fixes it; then every package. */
export function reportText(report: Report, options: TextOptions, painter: Painter): string {
  const located = options.showsHidden ? locatedFindings(report) : visibleFindings(report);
  const groups = groupByVersion(located);
  const view = {
    layers: report.layers,
    findingsShown: options.isWhole ? Infinity : FINDINGS_SHOWN,
    isCut: !options.isWhole,
  };
  const before = [
    headLines(report, options, painter),
    stepLines(report, painter),
    urgentLines(report, painter),
  ];
  const after = [
    secretLines(report, painter),
    gapLines(report, options, painter),
    unknownProgramLines(report, painter),
    nextLines(report, painter),
  ];
  const blocks = groups.map((group) => packageLines(group, view, painter));
  const room = options.rows - linesOf([...before, ...after]) - LINES_BETWEEN;
  const shown = options.isWhole ? blocks : fitting(blocks, room);
  const rest = groups.length - shown.length;
  return sectionsText([
    ...before,
    shown.flat(),
    rest > 0 ? [painter.paint('gray', `and ${countOf(rest, 'more package')}: --all`)] : [],
    ...after,
  ]);
}

/** The list's own blank line, what says how many more there are, and the prompt. */
const LINES_BETWEEN = 5;

/** As many as there is room for in lines, and one in any case. */
function fitting(
  blocks: readonly (readonly string[])[],
  room: number,
): readonly (readonly string[])[] {
  let left = room;
  const count = blocks.findIndex((block, at) => {
    left -= block.length;
    return at > 0 && left < 0;
  });
  return count === -1 ? blocks : blocks.slice(0, count);
}

function linesOf(sections: readonly (readonly string[])[]): number {
  const filled = sections.filter((section) => section.length > 0);
  return filled.reduce((sum, section) => sum + section.length + 1, 0);
}

/** The head, what to do first, and the commands for it whole: all that a glance needs. */
export function quickText(report: Report, times: HeadTimes, painter: Painter): string {
  return sectionsText([
    headLines(report, times, painter),
    stepLines(report, painter),
    urgentLines(report, painter),
    commandLines(report, painter),
  ]);
}

function sectionsText(sections: readonly (readonly string[])[]): string {
  const filled = sections.filter((section) => section.length > 0);
  return `${filled.map((section) => section.join('\n')).join('\n\n')}\n`;
}

function gapLines({ diagnostics }: Report, { isWhole }: TextOptions, painter: Painter): string[] {
  const gaps = diagnostics.filter(({ severity }) => severity !== 'info');
  if (gaps.length === 0) return [];
  const lines = gaps
    .slice(0, isWhole ? Infinity : GAPS_SHOWN)
    .map(
      ({ message, path }) =>
        `  ${printable(message)}${path === undefined ? '' : ` (/${printable(path)})`}`,
    )
    .map((line) => (isWhole ? line : cutLine(line, painter.columns)));
  const rest = gaps.length - lines.length;
  return [
    painter.paint('yellow', 'NOT COVERED'),
    ...lines,
    ...(rest > 0 ? [painter.paint('gray', `  and ${countOf(rest, 'more gap')}: --all`)] : []),
  ];
}

/** What the packages above cannot speak of. */
function unknownProgramLines(report: Report, painter: Painter): string[] {
  const sentence = unknownSentence(report);
  if (sentence === undefined) return [];
  const command = `drydock packages --unknown ${shellWord(printable(report.image.reference))}`;
  return wrapWords(`${sentence}: ${command}`.split(' '), ' ', painter.columns, '  ').map((line) =>
    painter.paint('gray', line),
  );
}

/** What to type next; where nothing was found, how to see what was looked at. */
function nextLines(report: Report, painter: Painter): string[] {
  const reference = shellWord(printable(report.image.reference));
  const [first] = visibleFindings(report);
  if (!first) return [painter.paint('gray', `next: drydock packages ${reference}`)];
  const long = report.steps.some(({ changes }) => changes.length > 1);
  const next = [
    `drydock explain ${reference} ${shellWord(printable(first.finding.id))}`,
    ...(long ? [`drydock quickview ${reference} (commands to paste)`] : []),
  ];
  const [only, ...others] = next;
  return [`next: ${only ?? ''}`, ...others.map((one) => `      ${one}`)].map((line) =>
    painter.paint('gray', line),
  );
}
