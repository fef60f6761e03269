import type { InventoryPackage } from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { countOf } from './amounts.ts';
import { alignColumns, shorten } from './columns.ts';
import type { Painter } from './painter.ts';
import { printable } from './printable.ts';
import type { HeadTimes } from './report-head.ts';
import { imageLines } from './report-head.ts';

const PATH_WIDTH = 70;
const NAME_WIDTH = 60;
const LICENCE_WIDTH = 28;

/** One line a package, by type and name. */
export function packagesText(
  report: Report,
  packages: readonly InventoryPackage[],
  times: HeadTimes,
  painter: Painter,
): string {
  const head = ['PACKAGE', 'VERSION', 'TYPE', 'LAYER', 'LICENCE', 'PATH'];
  const rows = packages.map(({ package: found, license, introducedIn }) => [
    shorten(printable(found.name), NAME_WIDTH),
    printable(found.version),
    found.ecosystem,
    String(introducedIn + 1),
    licenceOf(found.licenses, license),
    placeOf(found.locations),
  ]);
  const [title = '', ...lines] = alignColumns(
    [head, ...rows],
    [{}, {}, {}, { align: 'right' }, {}, {}],
  );
  const gaps = report.diagnostics.filter(({ severity }) => severity !== 'info');
  return [
    ...imageLines(report, times, painter),
    ...(gaps.length > 0
      ? [painter.paint('yellow', `${countOf(gaps.length, 'gap')}: drydock cves lists them`)]
      : []),
    '',
    painter.paint('bold', title),
    ...lines,
    ...(packages.some(({ license }) => license?.from === 'recognized') ? [RECOGNIZED] : []),
    '',
  ].join('\n');
}

const RECOGNIZED = '* recognized in the text of a licence, not declared';

/** As SPDX has it, else as it is written. */
function licenceOf(licenses: readonly string[], license: InventoryPackage['license']): string {
  if (!license) return begun(printable(licenses.join(', '))) || 'unknown';
  return begun(license.expression) + (license.from === 'recognized' ? ' *' : '');
}

/** Of a path the end tells more, of licences the beginning. */
function begun(text: string): string {
  return text.length > LICENCE_WIDTH ? `${text.slice(0, LICENCE_WIDTH - 1)}…` : text;
}

function placeOf(locations: readonly string[]): string {
  const [path] = locations;
  if (path === undefined) return '';
  const more = locations.length > 1 ? ` +${locations.length - 1}` : '';
  return shorten(`/${printable(path)}`, PATH_WIDTH) + more;
}
