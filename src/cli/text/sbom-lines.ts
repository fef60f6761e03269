import type { SbomComparison } from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { countOf, countText } from './amounts.ts';
import type { Painter } from './painter.ts';
import { printable } from './printable.ts';

/** Of each kind of difference. */
const SHOWN = 10;

/** Each bill of materials that lies in the image or is attached to it, and where it says another thing. */
export function sbomLines({ sboms = [] }: Report, painter: Painter): string[] {
  if (sboms.length === 0) return ['no bill of materials lies in the image or is attached to it'];
  return sboms.flatMap((sbom, at) => [...(at > 0 ? [''] : []), ...comparisonLines(sbom, painter)]);
}

function comparisonLines(sbom: SbomComparison, painter: Painter): string[] {
  const { format, layer, packages, agreed } = sbom;
  const { missing, missingCount, otherVersions, otherVersionCount, unlisted = [] } = sbom;
  const place = layer === undefined ? sbom.place : `/${sbom.place}, layer ${layer + 1}`;
  const others = otherVersions.map(({ purl, found }) => `${plain(purl)} (${found.join(', ')})`);
  return [
    painter.paint('bold', `${printable(place)} (${printable(format)})`),
    `  ${countOf(packages, 'package')}, ${countText(agreed)} found as it says`,
    ...difference('not found', missing.map(plain), missingCount, painter),
    ...difference('found in another version', others, otherVersionCount, painter),
    ...difference(
      'found, and not named in it',
      unlisted.map(plain),
      sbom.unlistedCount ?? 0,
      painter,
    ),
  ];
}

function difference(
  title: string,
  texts: readonly string[],
  count: number,
  painter: Painter,
): string[] {
  if (count === 0) return [];
  const shown = texts.slice(0, SHOWN).map((text) => `    ${printable(text)}`);
  const rest = count - shown.length;
  return [
    painter.paint('yellow', `  ${countText(count)} ${title}`),
    ...shown,
    ...(rest > 0 ? [`    and ${countText(rest)} more`] : []),
  ];
}

/** Qualifiers make lines long, and tell packages apart that are the same here. */
function plain(purl: string): string {
  return purl.replace(/[?#].*$/, '');
}
