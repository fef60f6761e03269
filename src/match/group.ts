import type { Match } from '../model/index.ts';
import { compareIds, IdSets, isBundle, namesOf, ownIdsOf } from '../model/index.ts';

/** The matches of one package that speak of one vulnerability. */
export interface VulnerabilityGroup {
  /** The id to show: CVE > GHSA > ecosystem's own > others; the lowest of a kind. */
  readonly id: string;
  /** Every id, the shown one first. */
  readonly ids: readonly string[];
  /** Bundles that speak of it: `DSA-5417-1`. */
  readonly vendorIds: readonly string[];
  readonly matches: readonly Match[];
}

/**
 * Groups the matches of one package by vulnerability. Aliases are symmetric and transitive;
 * `upstream` links a distribution's record to the CVE it was made from, and a bundle of several to
 * each of them; `related` never merges.
 */
export function groupMatches(matches: readonly Match[]): readonly VulnerabilityGroup[] {
  const sets = new IdSets();
  for (const { advisory } of matches) {
    for (const id of ownIdsOf(advisory)) sets.join(namesOf(advisory)[0] ?? advisory.id, id);
    for (const id of namesOf(advisory)) sets.add(id);
  }
  const members = new Map<string, Match[]>();
  for (const match of matches) {
    const roots = new Set(namesOf(match.advisory).map((id) => sets.rootOf(id)));
    for (const root of roots) append(members, root, match);
  }
  const ids = sets.members();
  return [...members].map(([root, group]) => describe(ids.get(root) ?? [root], group));
}

function describe(ids: readonly string[], matches: readonly Match[]): VulnerabilityGroup {
  const inOrder = ids.toSorted(compareIds);
  const bundles = matches.map(({ advisory }) => advisory).filter(isBundle);
  return {
    id: inOrder[0] ?? '',
    ids: inOrder,
    vendorIds: [...new Set(bundles.map(({ id }) => id))].toSorted(),
    matches,
  };
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
