import type { Report } from '../../report/index.ts';
import { bytesText, countOf, countText } from './amounts.ts';
import { alignColumns, shorten } from './columns.ts';
import type { Painter } from './painter.ts';
import { printable } from './printable.ts';

const PATH_WIDTH = 90;
const LEFTOVERS_SHOWN = 20;

/** `2 of 1,310 executables, 14 MB of 320 MB: no package explains them`; `undefined` of none. */
export function unknownSentence({ executables }: Report): string | undefined {
  if (executables === undefined || executables.unknown.files === 0) return undefined;
  const { all, unknown } = executables;
  return `${countText(unknown.files)} of ${countOf(all.files, 'executable')}, ${bytesText(unknown.bytes)} of ${bytesText(all.bytes)}, are of no package that is known`;
}

/** The coverage ledger: executables that no package explains, the largest first. */
export function unknownLines(report: Report, painter: Painter): string[] {
  const { executables } = report;
  if (executables === undefined) return ['executables are counted in images, not in an SBOM'];
  const sentence = unknownSentence(report);
  if (sentence === undefined) {
    return [`packages explain all of ${countOf(executables.all.files, 'executable')}`];
  }
  const rows = executables.largest.map(({ path, bytes, format, layer }) => [
    bytesText(bytes),
    String(layer + 1),
    format,
    placeOf(path),
  ]);
  const rest = executables.unknown.files - rows.length;
  return [
    sentence,
    '',
    ...table(['SIZE', 'LAYER', 'FORMAT', 'PATH'], rows, painter),
    ...more(rest),
  ];
}

/** What is downloaded with the image though it is not in its filesystem. */
export function leftoverLines({ leftovers }: Report, painter: Painter): string[] {
  if (leftovers === undefined) return ['leftovers are looked for in images, not in an SBOM'];
  const { layers, largest, packages, packageCount, fromBytes } = leftovers;
  const files = layers.reduce((sum, layer) => sum + layer.files, 0);
  const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);
  if (files === 0 && packageCount === 0) return ['no layer holds what a higher one deleted'];
  const sizes = layers.map((layer) => [
    String(layer.layer + 1),
    countText(layer.files),
    bytesText(layer.bytes),
  ]);
  const shownFiles = largest
    .slice(0, LEFTOVERS_SHOWN)
    .map((file) => [bytesText(file.bytes), changeOf(file), placeOf(file.path)]);
  const shownPackages = packages
    .slice(0, LEFTOVERS_SHOWN)
    .map((one) => [
      printable(one.name),
      printable(one.version),
      printable(one.ecosystem),
      changeOf(one),
    ]);
  return [
    `${countOf(files, 'file')} of at least ${bytesText(fromBytes)}, ${bytesText(bytes)} inflated, and ${countOf(packageCount, 'package')}: deleted or replaced by a higher layer, and downloaded with the image all the same`,
    ...section(['LAYER', 'FILES', 'SIZE'], sizes, painter),
    ...section(['SIZE', 'LAYERS', 'PATH'], shownFiles, painter),
    ...more(files - shownFiles.length),
    ...section(['PACKAGE', 'VERSION', 'TYPE', 'LAYERS'], shownPackages, painter),
    ...more(packageCount - shownPackages.length),
  ];
}

function section(head: string[], rows: readonly string[][], painter: Painter): string[] {
  return rows.length === 0 ? [] : ['', ...table(head, rows, painter)];
}

/** `2 -> 5`: in which layer it lies, and which one took it away. */
function changeOf({ layer, goneIn }: { readonly layer: number; readonly goneIn: number }): string {
  return `${layer + 1} -> ${goneIn + 1}`;
}

function table(head: string[], rows: readonly string[][], painter: Painter): string[] {
  const [title = '', ...lines] = alignColumns(
    [head, ...rows],
    head.map((name) => (name === 'SIZE' || name === 'FILES' ? { align: 'right' } : {})),
  );
  return [painter.paint('bold', title), ...lines];
}

function more(rest: number): string[] {
  return rest > 0 ? [`and ${countText(rest)} more`] : [];
}

function placeOf(path: string): string {
  return shorten(`/${printable(path)}`, PATH_WIDTH);
}
