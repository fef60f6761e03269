import type { Digits } from '../segment.ts';
import { compareNumbers, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface HackageVersion {
  readonly numbers: readonly Digits[];
}

/** Numbers with dots between; `1.0` is before `1.0.0`. https://pvp.haskell.org/#version-numbers */
export const hackageVersions: VersionScheme<HackageVersion> = {
  id: 'hackage',

  parse(text) {
    const parts = text.split('.');
    return parts.every((part) => /^\d+$/.test(part))
      ? { numbers: parts.map(parseDigits) }
      : undefined;
  },

  compare: (a, b) => compareNumbers(a.numbers, b.numbers),
};
