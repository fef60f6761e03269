import type { Report } from '../../report/index.ts';
import { bytesText, countOf, countText } from './amounts.ts';
import { alignColumns, shorten } from './columns.ts';
import type { Painter } from './painter.ts';
import { printable } from './printable.ts';

const PATH_WIDTH = 90;
const SHOWN = 100;

/** What was searched, and where something has the form of a secret; nothing where nobody asked. */
export function secretLines({ secrets }: Report, painter: Painter): string[] {
  if (!secrets) return [];
  const { found, count, inExamples, files, bytes, unsearched } = secrets;
  const rows = found
    .slice(0, SHOWN)
    .map(({ rule, path, line, layer, goneIn }) => [
      rule,
      goneIn === undefined ? String(layer + 1) : `${layer + 1}, gone in ${goneIn + 1}`,
      String(line),
      shorten(`/${printable(path)}`, PATH_WIDTH),
    ]);
  const [title = '', ...lines] = alignColumns(
    [['SECRET', 'LAYER', 'LINE', 'PATH'], ...rows],
    [{}, {}, { align: 'right' }, {}],
  );
  const asides = [
    ...(inExamples > 0 ? [`${countText(inExamples)} more in tests, examples and manuals`] : []),
    ...(unsearched > 0 ? [`${countOf(unsearched, 'text file')} too large to be searched`] : []),
  ];
  return [
    painter.paint(
      count > 0 ? 'yellow' : 'bold',
      `${countOf(count, 'likely secret')} in ${countOf(files, 'text file')} (${bytesText(bytes)})`,
    ),
    ...(rows.length > 0 ? [painter.paint('bold', title), ...lines] : []),
    ...(count > rows.length ? [`and ${countText(count - rows.length)} more`] : []),
    ...asides.map((text) => painter.paint('gray', text)),
  ];
}
