import type { Digits } from '../segment.ts';
import { compareNumbers, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface CpanVersion {
  /** Without zeros at their end. */
  readonly numbers: readonly Digits[];
}

/**
 * Perl's versions: `v1.2.3`, or a decimal number, of whose fraction each three digits are one
 * number: `1.1` is `v1.100`.
 *
 * https://metacpan.org/pod/version
 */
export const cpanVersions: VersionScheme<CpanVersion> = {
  id: 'cpan',

  parse(text) {
    if (!/^v?\d+(?:[._]\d+)*$/.test(text)) return undefined;
    const written = text.replaceAll('_', '');
    const parts = written.replace(/^v/, '').split('.');
    const isDotted = written.startsWith('v') || parts.length > 2;
    const numbers = (isDotted ? parts : decimalParts(parts)).map(parseDigits);
    return { numbers: numbers.slice(0, numbers.findLastIndex((number) => number !== 0) + 1) };
  },

  compare: (a, b) => compareNumbers(a.numbers, b.numbers),
};

function decimalParts([whole = '', fraction = '']: readonly string[]): string[] {
  return [whole, ...(fraction.match(/\d{1,3}/g) ?? []).map((digits) => digits.padEnd(3, '0'))];
}
