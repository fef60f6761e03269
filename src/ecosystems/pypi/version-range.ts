import type { RangeGrammar } from '../version-range.ts';
import type { Pep440Version } from './version.ts';
import { comparePublic, compareReleases, pep440Versions } from './version.ts';

/** All of these. */
export interface Pep440Specifiers {
  readonly specifiers: readonly Specifier[];
}

type Specifier =
  | { readonly operator: '==='; readonly text: string }
  | {
      readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=' | '~=' | '==.*' | '!=.*';
      readonly version: Pep440Version;
    };

/**
 * Version specifiers, with prereleases taken in like other versions.
 *
 * https://packaging.python.org/en/latest/specifications/version-specifiers/#version-specifiers
 */
export const pep440Specifiers: RangeGrammar<Pep440Specifiers, Pep440Version> = {
  id: 'pep440-specifiers',

  parse(text) {
    const parts = text.trim() === '' ? [] : text.split(',').map(parseSpecifier);
    const specifiers = parts.filter((part) => part !== undefined);
    return specifiers.length < parts.length ? undefined : { specifiers };
  },

  contains(range, version) {
    return range.specifiers.every((specifier) => isMet(specifier, version));
  },
};

// oxlint-disable-next-line complexity -- one case for each operator
function parseSpecifier(text: string): Specifier | undefined {
  const [, operator, rest = ''] = /^(===|==|!=|~=|<=|>=|<|>)(.*)$/s.exec(text.trim()) ?? [];
  const written = rest.trim();
  if (operator === '===')
    return written === '' ? undefined : { operator, text: written.toLowerCase() };
  const isPrefix = written.endsWith('.*');
  const version = pep440Versions.parse(isPrefix ? written.slice(0, -2) : written);
  if (!version) return undefined;
  switch (operator) {
    case '==':
    case '!=':
      if (isPrefix) return isRelease(version) ? { operator: `${operator}.*`, version } : undefined;
      return { operator, version };
    case '~=':
      return isPrefix || version.local || version.release.length < 2
        ? undefined
        : { operator, version };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isPrefix || version.local ? undefined : { operator, version };
    case undefined:
      return undefined;
    default:
      return undefined;
  }
}

function isRelease({ stage, post, dev, local }: Pep440Version): boolean {
  return stage === 'release' && post === undefined && dev === undefined && local === undefined;
}

// oxlint-disable-next-line complexity -- one case for each operator
function isMet(specifier: Specifier, candidate: Pep440Version): boolean {
  if (specifier.operator === '===') return candidate.text === specifier.text;
  const { operator, version } = specifier;
  switch (operator) {
    case '<':
      return isBelow(candidate, version);
    case '<=':
      return comparePublic(candidate, version) <= 0;
    case '>':
      return isAbove(candidate, version);
    case '>=':
      return comparePublic(candidate, version) >= 0;
    case '==':
      return isEqual(candidate, version);
    case '!=':
      return !isEqual(candidate, version);
    case '==.*':
      return startsWith(candidate, version, version.release.length);
    case '!=.*':
      return !startsWith(candidate, version, version.release.length);
    case '~=':
      return (
        comparePublic(candidate, version) >= 0 &&
        startsWith(candidate, version, version.release.length - 1)
      );
  }
}

/** A local version counts only where the specifier names one. */
function isEqual(candidate: Pep440Version, version: Pep440Version): boolean {
  return version.local
    ? pep440Versions.compare(candidate, version) === 0
    : comparePublic(candidate, version) === 0;
}

/** `<2` leaves out the prereleases of 2. */
function isBelow(candidate: Pep440Version, version: Pep440Version): boolean {
  if (comparePublic(candidate, version) >= 0) return false;
  return (
    isPrerelease(version) || !isPrerelease(candidate) || compareReleases(candidate, version) !== 0
  );
}

/** `>2` leaves out the post-releases of 2, and its local versions. */
function isAbove(candidate: Pep440Version, version: Pep440Version): boolean {
  if (comparePublic(candidate, version) <= 0) return false;
  const isPost = candidate.post !== undefined && version.post === undefined;
  return !isPost || compareReleases(candidate, version) !== 0;
}

function isPrerelease({ stage, dev }: Pep440Version): boolean {
  return stage !== 'release' || dev !== undefined;
}

function startsWith(candidate: Pep440Version, version: Pep440Version, length: number): boolean {
  const release = Array.from({ length }, (_, index) => candidate.release[index] ?? 0);
  return (
    compareReleases(
      { ...candidate, release },
      { ...version, release: version.release.slice(0, length) },
    ) === 0
  );
}
