import type { FixStep, Severity } from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { alignColumns } from './columns.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';

const STEPS_SHOWN = 5;
const COMMAND_WIDTH = 72;
const SHOWN: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** The few things to do first, with what each removes. Empty when nothing has a fix. */
export function stepLines({ steps, summary }: Report, painter: Painter): string[] {
  if (steps.length === 0) return [];
  const shown = steps.slice(0, STEPS_SHOWN);
  const head = [
    '',
    'DO FIRST',
    'fixes',
    ...SHOWN.map((severity) => SEVERITY_MARKS[severity].letter),
  ];
  const rows = shown.map((step, at) => [String(at + 1), titleOf(step), ...countsOf(step, painter)]);
  const [title = '', ...lines] = alignColumns(
    [head, ...rows],
    [
      { align: 'right' },
      {},
      ...Array.from({ length: 1 + SHOWN.length }, () => ({ align: 'right' }) as const),
    ],
  );
  const rest = steps.length - shown.length;
  const left = summary.vulnerabilities - summary.fixable;
  return [
    painter.paint('bold', title),
    ...lines,
    ...(rest > 0 ? [painter.paint('gray', `   and ${rest} more; ${left} have no fix yet`)] : []),
  ];
}

function titleOf(step: FixStep): string {
  const place = step.place === undefined ? '' : `  in /${step.place}`;
  const breaking = step.isBreaking ? '  (major version)' : '';
  return printable(shortenEnd(headOf(step), COMMAND_WIDTH) + place + breaking);
}

function headOf({ changes, command, ecosystem }: FixStep): string {
  const [first] = changes;
  if (changes.length > 1) {
    return `upgrade ${changes.length} ${ecosystem} packages: ${changes.map(({ name }) => name).join(' ')}`;
  }
  if (command !== undefined) return command;
  return first ? `${first.name} ${first.from} -> ${first.to}` : '';
}

function countsOf({ fixes }: FixStep, painter: Painter): string[] {
  const total = Object.values(fixes).reduce((sum, count) => sum + count, 0);
  const counts = SHOWN.map((severity) => {
    const count = fixes[severity];
    return count > 0 ? painter.paint(SEVERITY_MARKS[severity].style, String(count)) : '0';
  });
  return [String(total), ...counts];
}

function shortenEnd(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
