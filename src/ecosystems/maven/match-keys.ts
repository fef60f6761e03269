import type { MatchKey, Package } from '../../model/index.ts';
import { groupIdsOf } from './class-prefixes.ts';

/** One namespace's look-ups for one archive: what is not among them is not probable. */
const MAX_KEYS = 40;

/**
 * The names that advisories may know a package by. Of one that only its manifest or file name
 * names, the artifactId under each groupId that its manifest or the packages of its classes speak
 * for; an advisory for a sibling module is never among them.
 */
export function mavenKeysOf(pkg: Package): readonly MatchKey[] {
  const names = pkg.facts?.['artifactIds'] === undefined ? [pkg.name] : candidatesOf(pkg);
  return names
    .filter((name) => name.includes(':'))
    .slice(0, MAX_KEYS)
    .map((name) => ({ name, version: pkg.version, via: 'package' }));
}

function candidatesOf(pkg: Package): readonly string[] {
  const artifactIds = wordsOf(pkg.facts?.['artifactIds']);
  const groupIds = wordsOf(pkg.facts?.['groupIds']);
  const classes = groupIdsOf(wordsOf(pkg.facts?.['classPrefixes']));
  const [best = ''] = artifactIds;
  return [
    ...new Set([
      ...artifactIds.flatMap((artifactId) => groupIds.map((group) => `${group}:${artifactId}`)),
      `${best}:${best}`,
      ...artifactIds.slice(0, 2).flatMap((artifactId) => classes.map((c) => `${c}:${artifactId}`)),
    ]),
  ];
}

function wordsOf(text = ''): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}
