import type { Digits } from '../segment.ts';
import { compareNumbers, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface CranVersion {
  /** Without trailing zeros: to R, `1.8` is `1.8.0`. */
  readonly numbers: readonly Digits[];
}

/** Numbers with `.` or `-` between. https://cran.r-project.org/doc/manuals/r-release/R-exts.html */
export const cranVersions: VersionScheme<CranVersion> = {
  id: 'cran',

  parse(text) {
    const parts = text.split(/[.-]/);
    if (!parts.every((part) => /^\d+$/.test(part))) return undefined;
    const numbers = parts.map(parseDigits);
    return { numbers: numbers.slice(0, numbers.findLastIndex((number) => number !== 0) + 1) };
  },

  compare: (a, b) => compareNumbers(a.numbers, b.numbers),
};
