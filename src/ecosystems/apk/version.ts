import type { Digits } from '../segment.ts';
import { compareDigits, compareText, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface ApkVersion {
  readonly parts: readonly ApkPart[];
}

/** A part has a rank by its kind; parts of one kind are ordered by value, then by text. */
export interface ApkPart {
  readonly rank: number;
  readonly value: Digits;
  /** Compared where values are equal: a component with a leading zero, a commit hash. */
  readonly text: string;
}

/** Between `_rc` and `_cvs`: where a version ends. */
const END = 0;

/** What can stand at one place, lowest first; a suffix of before the release is below the end. */
const RANK = {
  revision: 1,
  hash: 2,
  suffixNumber: 3,
  suffix: 4,
  letter: 5,
  fraction: 6,
  number: 7,
};

/** Below the end by as much as this, or among RANK.suffix ordered by value. */
const SUFFIXES: ReadonlyMap<string, { readonly rank: number; readonly value: number }> = new Map([
  ['alpha', { rank: -4, value: 0 }],
  ['beta', { rank: -3, value: 0 }],
  ['pre', { rank: -2, value: 0 }],
  ['rc', { rank: -1, value: 0 }],
  ['cvs', { rank: RANK.suffix, value: 1 }],
  ['svn', { rank: RANK.suffix, value: 2 }],
  ['git', { rank: RANK.suffix, value: 3 }],
  ['hg', { rank: RANK.suffix, value: 4 }],
  ['p', { rank: RANK.suffix, value: 5 }],
]);

/** Numbers, a letter, suffixes, a hash, a revision; each class is read in one way only. */
const SHAPE = /^(\d[\d.]*)([a-z]?)(_[_a-z\d]*)?(?:~([0-9a-f]+))?(?:-r(\d+))?$/;

/**
 * `1.2.3b_rc1_git20240101~1a2b3c-r4`. What apk-tools does not call valid is no version, though it
 * would order it.
 *
 * https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-package.5.scd
 */
export const apkVersions: VersionScheme<ApkVersion> = {
  id: 'apk',

  parse(text) {
    const [, numbers = '', letter = '', suffixes = '', hash, revision] = SHAPE.exec(text) ?? [];
    const components = numbers.split('.');
    const suffixParts = parseSuffixes(suffixes);
    if (components.includes('') || !suffixParts) return undefined;
    const parts = components.map(componentPart);
    if (letter !== '') parts.push({ rank: RANK.letter, value: letter.charCodeAt(0), text: '' });
    for (const part of suffixParts) parts.push(part);
    if (hash !== undefined) parts.push({ rank: RANK.hash, value: 0, text: hash });
    if (revision !== undefined) parts.push(numberPart(RANK.revision, revision));
    return { parts };
  },

  compare(a, b) {
    const place = firstDifference(a, b);
    return place === -1 ? 0 : compareParts(a.parts[place], b.parts[place]);
  },
};

/** Index of the first part that differs, or is of one of them only; -1 of equal versions. */
export function firstDifference(a: ApkVersion, b: ApkVersion): number {
  const length = Math.max(a.parts.length, b.parts.length);
  for (let index = 0; index < length; index++) {
    if (compareParts(a.parts[index], b.parts[index]) !== 0) return index;
  }
  return -1;
}

function compareParts(a: ApkPart | undefined, b: ApkPart | undefined): number {
  if (!a || !b) return (a?.rank ?? END) - (b?.rank ?? END);
  return a.rank - b.rank || compareDigits(a.value, b.value) || compareText(a.text, b.text);
}

/** After the first, a component with a leading zero is a fraction: `1.05` is before `1.1`. */
function componentPart(text: string, index: number): ApkPart {
  const isFraction = index > 0 && text.startsWith('0');
  return isFraction ? { rank: RANK.fraction, value: 0, text } : numberPart(RANK.number, text);
}

function numberPart(rank: number, digits: string): ApkPart {
  return { rank, value: parseDigits(digits), text: '' };
}

/** `_rc1_git`: each a known word, and maybe a number. */
function parseSuffixes(text: string): ApkPart[] | undefined {
  const parts: ApkPart[] = [];
  if (text === '') return parts;
  const [, ...suffixes] = text.split('_');
  for (const suffix of suffixes) {
    const [, name = '', digits = ''] = /^([a-z]+)(\d*)$/.exec(suffix) ?? [];
    const known = SUFFIXES.get(name);
    if (!known) return undefined;
    parts.push({ ...known, text: '' });
    if (digits !== '') parts.push(numberPart(RANK.suffixNumber, digits));
  }
  return parts;
}
