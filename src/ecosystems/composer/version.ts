import type { Digits } from '../segment.ts';
import { compareDigits, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface ComposerVersion {
  /** What the parts are of: as written, without `v` and metadata, or as Composer normalizes it. */
  readonly text: string;
  readonly parts: readonly ComposerPart[];
}

/** A number, or what PHP makes of a word. */
export type ComposerPart =
  | { readonly rank: typeof NUMBER; readonly value: Digits }
  | { readonly rank: number; readonly value: 0 };

/** The places of PHP's words, between which a version can end or go on with a number. */
const UNKNOWN = -1;
const END = 4;
const NUMBER = 5;

/** The first that a word starts with is it: `apple` is an alpha. */
const WORDS: readonly (readonly [string, number])[] = [
  ['dev', 0],
  ['a', 1],
  ['b', 2],
  ['rc', 3],
  ['RC', 3],
  ['p', 6],
];

/**
 * PHP's version_compare() on versions as written, without `v` and `+metadata`, and with numbers of
 * any length: the order in which advisories are published. In it `1.0` is before `1.0.0`.
 *
 * https://www.php.net/version_compare
 */
export const composerVersions: VersionScheme<ComposerVersion> = {
  id: 'composer',

  parse(text) {
    const written = /^\s*v?(\d\S*|dev-\S+)\s*$/i.exec(text)?.[1];
    const release = written?.split('+', 1)[0];
    return release === undefined ? undefined : { text: release, parts: partsOf(release) };
  },

  compare: compareComposer,
};

/** The order of Composer's constraints: of normalized versions, so that `1.0` is `1.0.0`. */
export const composerNormalizedVersions: VersionScheme<ComposerVersion> = {
  id: 'composer-normalized',

  parse(text) {
    const normalized = normalizeComposer(text);
    return normalized === undefined ? undefined : composerVersionOf(normalized);
  },

  compare: compareComposer,
};

/** A version of a text that is normalized. */
export function composerVersionOf(normalized: string): ComposerVersion {
  return { text: normalized, parts: partsOf(normalized) };
}

function compareComposer(a: ComposerVersion, b: ComposerVersion): number {
  const length = Math.max(a.parts.length, b.parts.length);
  for (let index = 0; index < length; index++) {
    const left = a.parts[index];
    const right = b.parts[index];
    const order =
      (left?.rank ?? END) - (right?.rank ?? END) ||
      compareDigits(left?.value ?? 0, right?.value ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** PHP's `#` stands for any number and is left out: what follows it counts. */
function partsOf(text: string): ComposerPart[] {
  const parts: ComposerPart[] = [];
  for (const part of text.match(/\d+|[^\d._+\-#]+/g) ?? []) {
    if (/^\d/.test(part)) parts.push({ rank: NUMBER, value: parseDigits(part) });
    else {
      const rank = WORDS.find(([word]) => part.startsWith(word))?.[1] ?? UNKNOWN;
      parts.push({ rank, value: 0 });
    }
  }
  return parts;
}

const NUMBERS = /^v?(\d{1,5})(?!\d)(\.\d+)?(\.\d+)?(\.\d+)?/i;
const DATE = /^v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})(?![.:-]?\d)/i;
const STABILITY_FLAG = /@(?:stable|rc|beta|alpha|dev)$/i;

/**
 * Composer's canonical form: four numbers or a date, then `-beta2`, `-dev`; `dev-name` of a branch.
 * `undefined` of what Composer refuses.
 */
export function normalizeComposer(text: string): string | undefined {
  const version = withoutAlias(text)?.replace(STABILITY_FLAG, '');
  if (version === undefined) return undefined;
  if (['master', 'trunk', 'default'].includes(version)) return `dev-${version}`;
  if (/^dev-/i.test(version)) return `dev-${version.slice('dev-'.length)}`;
  const plus = version.indexOf('+');
  const release = plus > 0 && plus < version.length - 1 ? version.slice(0, plus) : version;
  return normalizeNumbers(release) ?? normalizeDate(release) ?? normalizeBranch(release);
}

/** `dev-main as 1.0` -> `dev-main`; else one word. */
function withoutAlias(text: string): string | undefined {
  const [word = '', as, ...more] = text.trim().split(/\s+/);
  const isOne = as === undefined || (as === 'as' && more.length === 1);
  return isOne && word !== '' && !word.includes(',') ? word : undefined;
}

function normalizeNumbers(text: string): string | undefined {
  const match = NUMBERS.exec(text);
  if (!match) return undefined;
  const [head, major = '', minor = '.0', patch = '.0', build = '.0'] = match;
  return withModifiers(`${major}${minor}${patch}${build}`, text.slice(head.length));
}

function normalizeDate(text: string): string | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [head, date = ''] = match;
  return withModifiers(date.replaceAll(/\D/g, '.'), text.slice(head.length));
}

const STABILITIES: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  p: 'patch',
  pl: 'patch',
  rc: 'RC',
};

function withModifiers(numbers: string, rest: string): string | undefined {
  const beforeDev = rest.replace(/[.-]?dev$/i, '');
  const match = /^[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)([.\d-]*))?$/i.exec(beforeDev);
  if (!match) return undefined;
  const [, word = '', digits = ''] = match;
  if (/[.-](?:[.-]|$)/.test(digits)) return undefined;
  const stability = word.toLowerCase();
  if (stability === 'stable') return numbers;
  const suffix =
    stability === '' ? '' : `-${STABILITIES[stability] ?? stability}${digits.replace(/^[.-]/, '')}`;
  return `${numbers}${suffix}${beforeDev === rest ? '' : '-dev'}`;
}

const BRANCH = /^v?(\d+)(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?[.-]?dev$/i;

/** `1.x-dev`: above all of 1. */
function normalizeBranch(text: string): string | undefined {
  const match = BRANCH.exec(text);
  if (!match) return undefined;
  const [, major, minor = '.x', patch = '.x', build = '.x'] = match;
  return `${major}${`${minor}${patch}${build}`.replaceAll(/[xX*]/g, '9999999')}-dev`;
}
