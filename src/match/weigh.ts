import type { AdvisorySnapshot, Match } from '../model/index.ts';
import { compareIds, isBundle } from '../model/index.ts';
import type { VulnerabilityGroup } from './group.ts';
import { groupMatches } from './group.ts';
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
  const spared = matches.some(canBeOverruled) ? sparedBy(judged) : NONE;
  return groupMatches(inOrder(matches)).map((group) => {
    const whole = whyWhole(group, owner, snapshot);
    const isSpared = sparingOf(group, spared);
    const kept: Match[] = [];
    const overruled: { match: Match; because: Overruled }[] = [];
    for (const match of group.matches) {
      const because = whole ?? whyOne(match, isSpared);
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

/** What spares the vulnerability of a group; each is looked for once, in groups of any size. */
interface Sparing {
  readonly byReviewed: () => boolean;
  readonly byRecord: (namespace: string) => boolean;
}

function sparingOf({ ids }: VulnerabilityGroup, spared: SparedIds): Sparing {
  let isReviewed: boolean | undefined;
  const records = new Map<string, boolean>();
  return {
    byReviewed: () => (isReviewed ??= ids.some((id) => spared.byReviewed.has(id))),
    byRecord(namespace) {
      const known = records.get(namespace);
      if (known !== undefined) return known;
      const isSpared = ids.some((id) => spared.byRecord.has(`${namespace}\n${id}`));
      records.set(namespace, isSpared);
      return isSpared;
    },
  };
}

function whyOne(match: Match, spared: Sparing): Overruled | undefined {
  if (isLoose(match) && spared.byReviewed()) return 'unreviewed';
  const isOverruled = isBundle(match.advisory) && spared.byRecord(match.affected.namespace);
  return isOverruled ? 'own record' : undefined;
}

function canBeOverruled(match: Match): boolean {
  return isLoose(match) || isBundle(match.advisory);
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

const NONE: SparedIds = { byReviewed: new Set(), byRecord: new Set() };

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
