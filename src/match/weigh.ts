import type { AdvisorySnapshot, Match } from '../model/index.ts';
import type { VulnerabilityGroup } from './group.ts';
import { compareIds, groupMatches, isBundle } from './group.ts';
import type { Judgement, Overruled } from './judge-item.ts';
import type { OwnerWord } from './owner.ts';

/** A vulnerability of an item: the matches that count, and those that do not. */
export interface WeighedGroup {
  /** Its matches are those that count; none: there is nothing to report. */
  readonly group: VulnerabilityGroup;
  readonly overruled: readonly { readonly match: Match; readonly because: Overruled }[];
}

/** Groups an item's matches and weighs sources that disagree against each other. */
export function weigh(
  judged: readonly Judgement[],
  owner: OwnerWord | undefined,
  snapshot: AdvisorySnapshot,
): readonly WeighedGroup[] {
  const matches = judged.flatMap((one) => (one.kind === 'affected' ? [one.match] : []));
  if (matches.length === 0) return [];
  const spared = sparedBy(judged);
  return groupMatches(inOrder(matches)).map((group) => {
    const whole = whyWhole(group, owner, snapshot);
    const kept: Match[] = [];
    const overruled: { match: Match; because: Overruled }[] = [];
    for (const match of group.matches) {
      const because = whole ?? whyOne(match, group, spared);
      if (because) overruled.push({ match, because });
      else kept.push(match);
    }
    return { group: overruled.length > 0 ? { ...group, matches: kept } : group, overruled };
  });
}

/** Whatever the snapshot's order: of sources that disagree the same one is always named first. */
function inOrder(matches: readonly Match[]): readonly Match[] {
  return matches.toSorted((a, b) => compareIds(a.advisory.id, b.advisory.id));
}

function whyWhole(
  { ids }: VulnerabilityGroup,
  owner: OwnerWord | undefined,
  snapshot: AdvisorySnapshot,
): Overruled | undefined {
  if (owner && ids.some((id) => owner.settled.has(id))) return 'settled by owner';
  const cves = ids.filter((id) => id.startsWith('CVE-'));
  const isRejected =
    cves.length > 0 && cves.every((id) => snapshot.contextOf(id)?.isRejected ?? false);
  return isRejected ? 'rejected' : undefined;
}

function whyOne(
  match: Match,
  { ids }: VulnerabilityGroup,
  spared: SparedIds,
): Overruled | undefined {
  if (isLoose(match) && ids.some((id) => spared.byReviewed.has(id))) return 'unreviewed';
  const { namespace } = match.affected;
  const isOverruled =
    isBundle(match.advisory) && ids.some((id) => spared.byRecord.has(`${namespace}\n${id}`));
  return isOverruled ? 'own record' : undefined;
}

/** It says that everything is affected since some version, and nobody checked that. */
function isLoose({ advisory, fixedIn, lastAffected }: Match): boolean {
  return advisory.isUnreviewed && fixedIn === undefined && lastAffected === undefined;
}

interface SparedIds {
  /** Vulnerabilities of which a reviewed advisory bounds the range. */
  readonly byReviewed: ReadonlySet<string>;
  /** `namespace\nid` of which a record on this one vulnerability says no. */
  readonly byRecord: ReadonlySet<string>;
}

function sparedBy(judged: readonly Judgement[]): SparedIds {
  const byReviewed = new Set<string>();
  const byRecord = new Set<string>();
  for (const one of judged) {
    if (one.kind !== 'spared') continue;
    const { advisory, affected } = one.entry;
    const isSaid = one.because === 'outside' || one.because === 'vendor';
    if (!isSaid || isBundle(advisory)) continue;
    for (const id of [advisory.id, ...advisory.aliases, ...advisory.upstream]) {
      if (!advisory.isUnreviewed) byReviewed.add(id);
      byRecord.add(`${affected.namespace}\n${id}`);
    }
  }
  return { byReviewed, byRecord };
}
