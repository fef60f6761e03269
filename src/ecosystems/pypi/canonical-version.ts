import type { Pep440Version } from './version.ts';
import { pep440Versions } from './version.ts';

/** Without the local part: `2.1.0+cu118` -> `2.1.0`. */
export function publicVersion(text: string): string {
  const plus = text.indexOf('+');
  return plus > 0 ? text.slice(0, plus) : text;
}

/**
 * The public version as every spelling of it reads: `1.0-Alpha.1`, `1.0a1` and `1a01` are one. A
 * text that PEP 440 has no place for is only put in lower case.
 *
 * https://packaging.python.org/en/latest/specifications/version-specifiers/#normalization
 */
export function canonicalVersion(text: string): string {
  const version = pep440Versions.parse(text);
  if (version === undefined) return text.trim().toLowerCase();
  return [epochOf(version), releaseOf(version), stageOf(version), tailOf(version)].join('');
}

function epochOf({ epoch }: Pep440Version): string {
  return String(epoch) === '0' ? '' : `${epoch}!`;
}

function releaseOf({ release }: Pep440Version): string {
  const numbers = release.map(String);
  const last = numbers.findLastIndex((number) => number !== '0');
  return numbers.slice(0, Math.max(1, last + 1)).join('.');
}

function stageOf({ stage, stageNumber }: Pep440Version): string {
  return stage === 'dev' || stage === 'release' ? '' : `${stage}${stageNumber}`;
}

function tailOf({ post, dev }: Pep440Version): string {
  return `${post === undefined ? '' : `.post${post}`}${dev === undefined ? '' : `.dev${dev}`}`;
}
