import type { Digits, Segment } from '../segment.ts';
import {
  compareDigits,
  compareParts,
  compareSegments,
  parseDigits,
  parseSegment,
} from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface Pep440Version {
  /** Lowercase, without blanks around it. */
  readonly text: string;
  readonly epoch: Digits;
  /** As written; missing numbers are 0. */
  readonly release: readonly Digits[];
  /** A release with nothing but `.dev` is before its alphas. */
  readonly stage: Stage;
  readonly stageNumber: Digits;
  readonly post: Digits | undefined;
  readonly dev: Digits | undefined;
  readonly local: readonly Segment[] | undefined;
}

const STAGES = ['dev', 'a', 'b', 'rc', 'release'] as const;

type Stage = (typeof STAGES)[number];

const SPELLINGS: Readonly<Record<string, Stage>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/** Epoch, release, and the rest; the release may have swallowed the dot before a letter. */
const HEAD = /^v?(?:(\d+)!)?(\d[\d.]*)/;
const SUFFIXES =
  /^(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?$/;

/** https://packaging.python.org/en/latest/specifications/version-specifiers/ */
export const pep440Versions: VersionScheme<Pep440Version> = {
  id: 'pep440',

  parse(text) {
    const version = text.trim().toLowerCase();
    const [head = '', epoch = '', numbers = ''] = HEAD.exec(version) ?? [];
    const dot = numbers.endsWith('.') ? 1 : 0;
    const release = numbers.slice(0, numbers.length - dot).split('.');
    if (release.includes('')) return undefined;
    const plus = version.indexOf('+');
    const suffixes = version.slice(head.length - dot, plus === -1 ? undefined : plus);
    const match = SUFFIXES.exec(suffixes);
    const local = plus === -1 ? undefined : parseLocal(version.slice(plus + 1));
    if (!match || (plus !== -1 && !local)) return undefined;
    return {
      text: version,
      epoch: parseDigits(epoch),
      release: release.map(parseDigits),
      ...stagesOf(match),
      local,
    };
  },

  compare(a, b) {
    return compareReleases(a, b) || compareSuffixes(a, b) || compareLocals(a.local, b.local);
  },
};

/** Everything but the local version, which specifiers mostly pass over. */
export function comparePublic(a: Pep440Version, b: Pep440Version): number {
  return compareReleases(a, b) || compareSuffixes(a, b);
}

/** Epoch and release only. */
export function compareReleases(a: Pep440Version, b: Pep440Version): number {
  const epoch = compareDigits(a.epoch, b.epoch);
  if (epoch !== 0) return epoch;
  const length = Math.max(a.release.length, b.release.length);
  for (let index = 0; index < length; index++) {
    const order = compareDigits(a.release[index] ?? 0, b.release[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function stagesOf(
  match: RegExpExecArray,
): Pick<Pep440Version, 'stage' | 'stageNumber' | 'post' | 'dev'> {
  const [, letters, stageNumber = '', implicitPost, postWord, postNumber, devWord, devNumber] =
    match;
  const post = implicitPost ?? (postWord && postNumber);
  const dev = devWord === undefined ? undefined : parseDigits(devNumber ?? '');
  return {
    stage: stageOf(letters, post, dev),
    stageNumber: parseDigits(stageNumber),
    post: post === undefined ? undefined : parseDigits(post),
    dev,
  };
}

function stageOf(
  letters: string | undefined,
  post: string | undefined,
  dev: Digits | undefined,
): Stage {
  if (letters !== undefined) return SPELLINGS[letters] ?? 'release';
  return post === undefined && dev !== undefined ? 'dev' : 'release';
}

function parseLocal(text: string): Segment[] | undefined {
  const parts = text.split(/[-_.]/);
  return parts.every((part) => /^[a-z0-9]+$/.test(part)) ? parts.map(parseSegment) : undefined;
}

function compareSuffixes(a: Pep440Version, b: Pep440Version): number {
  return (
    STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) ||
    compareDigits(a.stageNumber, b.stageNumber) ||
    compareOptional(a.post, b.post, 'first') ||
    compareOptional(a.dev, b.dev, 'last')
  );
}

/** `missing`: on which side a version without the number is. */
function compareOptional(
  a: Digits | undefined,
  b: Digits | undefined,
  missing: 'first' | 'last',
): number {
  if (a !== undefined && b !== undefined) return compareDigits(a, b);
  const order = Number(a !== undefined) - Number(b !== undefined);
  return missing === 'first' ? order : 0 - order;
}

/** No local version is before any; numbers are above words. */
function compareLocals(
  a: readonly Segment[] | undefined,
  b: readonly Segment[] | undefined,
): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined);
  return compareParts(a, b, (left, right) => compareSegments(left, right, 'last'));
}
