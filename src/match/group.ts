import type { AdvisoryHead, Match } from '../model/index.ts';

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

/** A record of a distribution or vendor on one or more vulnerabilities, not one of its own. */
const BUNDLE =
  /^(?:DSA|DLA|DTSA|ELA|USN|LSN|RHSA|RHBA|RHEA|ALSA|ALBA|ALEA|RLSA|RLBA|RXSA|ELSA|ALAS\w*|SUSE-\w+|openSUSE-\w+|PHSA|GLSA|CGA|MGASA|FEDORA)-/;

/** Speaks of several vulnerabilities, or of another's under an id of its own. */
export function isBundle({ id, upstream }: AdvisoryHead): boolean {
  return upstream.length > 1 || (upstream.length === 1 && BUNDLE.test(id));
}

/** The vulnerabilities that an advisory speaks of: several of a bundle, else itself. */
function namesOf(advisory: AdvisoryHead): readonly string[] {
  return isBundle(advisory) ? advisory.upstream : [advisory.id];
}

/** Ids that are the same vulnerability as the advisory's one. */
function ownIdsOf(advisory: AdvisoryHead): readonly string[] {
  return isBundle(advisory) ? [] : [...advisory.aliases, ...advisory.upstream];
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

/** CVE first, then GHSA, then an ecosystem's own; by number within a kind, so that order is stable. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  return rankOf(a) - rankOf(b) || numbersOf(a) - numbersOf(b) || (a < b ? -1 : 1);
}

/** What compareIds compares first, for sorting many. */
export function idOrder(id: string): readonly [rank: number, number: number] {
  return [rankOf(id), numbersOf(id)];
}

const RANKS: readonly RegExp[] = [/^CVE-/, /^GHSA-/, /^(?:GO|RUSTSEC|PYSEC|HSEC|RSEC)-/];

function rankOf(id: string): number {
  if (id.startsWith('CVE-')) return 0;
  const rank = RANKS.findIndex((pattern) => pattern.test(id));
  return rank === -1 ? RANKS.length : rank;
}

/** `CVE-2021-44228` as one number: year, then number. 0 of ids of another form. */
function numbersOf(id: string): number {
  const found = /^[A-Z]+-(\d{4})-(\d{1,9})$/.exec(id);
  return found ? Number(found[1]) * 1e9 + Number(found[2]) : 0;
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Disjoint sets of ids. */
class IdSets {
  readonly #parents = new Map<string, string>();

  add(id: string): void {
    if (!this.#parents.has(id)) this.#parents.set(id, id);
  }

  join(a: string, b: string): void {
    this.add(a);
    this.add(b);
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    if (rootA !== rootB) this.#parents.set(rootB, rootA);
  }

  /** Shortens the way as it goes, so that long chains of aliases cost nothing twice. */
  rootOf(id: string): string {
    let at = id;
    for (;;) {
      const parent = this.#parents.get(at) ?? at;
      if (parent === at) return at;
      const next = this.#parents.get(parent) ?? parent;
      this.#parents.set(at, next);
      at = next;
    }
  }

  /** Root to ids. */
  members(): ReadonlyMap<string, readonly string[]> {
    const members = new Map<string, string[]>();
    for (const id of this.#parents.keys()) append(members, this.rootOf(id), id);
    return members;
  }
}
