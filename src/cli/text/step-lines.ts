import type { FixStep, Severity } from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { countText } from './amounts.ts';
import { alignColumns, widthOf } from './columns.ts';
import { cutLine, wrapWords } from './fitting.ts';
import type { Painter } from './painter.ts';
import { SEVERITY_MARKS } from './painter.ts';
import { printable } from './printable.ts';

const STEPS_SHOWN = 5;
/** Where there is no terminal to fit into. */
const TITLE_WIDTH = 72;
const SHOWN: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/** The few things to do first, with what each removes. Empty when nothing has a fix. */
export function stepLines({ steps, summary }: Report, painter: Painter): string[] {
  if (steps.length === 0) return [];
  const shown = steps.slice(0, STEPS_SHOWN);
  const severities = SHOWN.filter(
    (severity) => severity !== 'unknown' || shown.some(({ fixes }) => fixes.unknown > 0),
  );
  const numbers = shown.map((step) => countsOf(step, severities, painter));
  const letters = severities.map((severity) => SEVERITY_MARKS[severity].letter);
  const width = titleWidth([['fixes', ...letters], ...numbers], painter);
  const rows = [
    [' ', 'DO FIRST', 'fixes', ...letters],
    ...shown.map((step, at) => [String(at + 1), titleOf(step, width), ...(numbers[at] ?? [])]),
  ];
  const right = { align: 'right' } as const;
  const columns = [right, {}, right, ...severities.map(() => right)];
  const [title = '', ...lines] = alignColumns(rows, columns);
  const rest = steps.length - shown.length;
  const left = summary.vulnerabilities - summary.fixable;
  const notes = [
    ...(rest > 0 ? [`and ${countText(rest)} more steps`] : []),
    ...(left > 0 ? [`${countText(left)} ${left === 1 ? 'has' : 'have'} no fix yet`] : []),
  ];
  return [
    painter.paint('bold', title),
    ...lines,
    ...(notes.length > 0 ? [painter.paint('gray', `   ${notes.join('; ')}`)] : []),
  ];
}

/** The commands of the steps that are shown whole: to paste. */
export function commandLines({ steps }: Report, painter: Painter): string[] {
  const commands = steps.slice(0, STEPS_SHOWN).flatMap(({ command, place }, at) => {
    if (command === undefined) return [];
    const where = place === undefined ? '' : `  # in /${printable(place)}`;
    const words = `${at + 1}  ${printable(command)}${where}`.split(' ');
    // a backslash at the end of a line goes on in the next
    return wrapWords(words, ' ', painter.columns - 2, '     ').map((line, row, all) =>
      row < all.length - 1 ? `${line} \\` : line,
    );
  });
  return commands.length > 0 ? [painter.paint('bold', 'TO PASTE'), ...commands] : [];
}

function titleWidth(rows: readonly (readonly string[])[], { columns }: Painter): number {
  const [first = []] = rows;
  const widths = first.map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  const taken = widths.reduce((sum, width) => sum + width + 2, 3);
  return Math.max(20, Math.min(TITLE_WIDTH, columns - taken));
}

/** What to do is cut to make room for what must be known of it; where it is stands where it fits. */
function titleOf(step: FixStep, width: number): string {
  const head = printable(headOf(step));
  const place = step.place === undefined ? '' : printable(`  in /${step.place}`);
  const breaking = step.isBreaking ? '  (major version)' : '';
  const notes = widthOf(head + place + breaking) <= width ? place + breaking : breaking;
  return cutLine(head, width - widthOf(notes)) + notes;
}

function headOf({ changes, command, ecosystem }: FixStep): string {
  const [first] = changes;
  if (changes.length > 1) {
    return `upgrade ${changes.length} ${ecosystem} packages: ${changes.map(({ name }) => name).join(' ')}`;
  }
  if (command !== undefined) return command.replace(/^apt-get update && /, '').replace(/^# /, '');
  return first ? `${first.name} ${first.from} -> ${first.to}` : '';
}

function countsOf({ fixes }: FixStep, severities: readonly Severity[], painter: Painter): string[] {
  const total = Object.values(fixes).reduce((sum, count) => sum + count, 0);
  const counts = severities.map((severity) => {
    const count = fixes[severity];
    return count > 0
      ? painter.paint(SEVERITY_MARKS[severity].style, String(count))
      : painter.paint('gray', '0');
  });
  return [String(total), ...counts];
}
