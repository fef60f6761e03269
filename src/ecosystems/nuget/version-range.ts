import type { RangeGrammar } from '../version-range.ts';
import type { NuGetVersion } from './version.ts';
import { nugetVersions } from './version.ts';

export interface NuGetRange {
  readonly from: Bound | undefined;
  readonly to: Bound | undefined;
}

interface Bound {
  readonly version: NuGetVersion;
  readonly isIncluded: boolean;
}

/**
 * `1.0` (that or above), `[1.0]`, `[1.0, 2.0)`, `(,2.0]`. Floating versions (`1.*`) choose, they
 * tell no set, and are not read.
 *
 * https://learn.microsoft.com/nuget/concepts/package-versioning#version-ranges
 */
export const nugetRanges: RangeGrammar<NuGetRange, NuGetVersion> = {
  id: 'nuget-range',

  // oxlint-disable-next-line complexity -- a short grammar, read from left to right
  parse(text) {
    const range = text.trim();
    const open = range.at(0);
    const close = range.at(-1);
    if (open !== '[' && open !== '(') {
      const version = nugetVersions.parse(range);
      return version && { from: { version, isIncluded: true }, to: undefined };
    }
    if (close !== ']' && close !== ')') return undefined;
    const bounds = range.slice(1, -1).split(',');
    if (bounds.length > 2) return undefined;
    const [low = '', high = low] = bounds.map((bound) => bound.trim());
    if (bounds.length === 1 && (open !== '[' || close !== ']' || low === '')) return undefined;
    const from = parseBound(low, open === '[');
    const to = parseBound(high, close === ']');
    return from === 'bad' || to === 'bad' || (!from && !to) ? undefined : { from, to };
  },

  contains({ from, to }, version) {
    return isWithin(from, version, 1) && isWithin(to, version, -1);
  },
};

function parseBound(text: string, isIncluded: boolean): Bound | undefined | 'bad' {
  if (text === '') return undefined;
  const version = nugetVersions.parse(text);
  return version ? { version, isIncluded } : 'bad';
}

/** `side`: 1 where versions above the bound are within. */
function isWithin(bound: Bound | undefined, version: NuGetVersion, side: 1 | -1): boolean {
  if (!bound) return true;
  const order = nugetVersions.compare(version, bound.version) * side;
  return order > 0 || (order === 0 && bound.isIncluded);
}
