import { ecosystems } from '../ecosystems/index.ts';
import type { AdvisorySnapshot, Finding, Item, Match } from '../model/index.ts';
import type { FindingBody } from './finding.ts';
import { makeFinding } from './finding.ts';
import type { VulnerabilityGroup } from './group.ts';
import { groupMatches } from './group.ts';
import type { Judgement } from './judge-item.ts';
import { judgeItem } from './judge-item.ts';
import { ownerSays } from './owner.ts';

/** What the advisories amount to for one item, in any image that has it. */
export interface ItemResult {
  readonly findings: readonly ItemFinding[];
  /** Versions that could not be read, of the item or of advisories on it. */
  readonly notComparable: readonly {
    readonly advisory: string;
    readonly texts: readonly string[];
  }[];
}

export type ItemFinding = FindingBody & Pick<Finding, 'confidence'>;

/** The key of matching: equal items always match equally. */
export function matchItem(item: Item, snapshot: AdvisorySnapshot): ItemResult {
  const ecosystem = ecosystems.get(item.ecosystem);
  if (!ecosystem) return { findings: [], notComparable: [] };
  const owner = item.ownedBy && ownerSays(item, item.ownedBy, snapshot);
  if (owner?.kind === 'answers for it') return { findings: [], notComparable: [] };

  const judged = judgeItem(ecosystem, item, snapshot);
  const matches = judged.flatMap((one) => (one.kind === 'affected' ? [one.match] : []));
  const groups = groupMatches(matches)
    .flatMap((group) => reviewed(group, judged))
    .filter((group) => !isRejected(group, snapshot))
    .filter((group) => !group.ids.some((id) => owner?.settled.has(id)));
  const confidence = owner ? 'derived' : (item.confidence ?? 'exact');
  return {
    findings: groups.map((group) => ({
      ...makeFinding(group, item, ecosystem, snapshot),
      confidence,
    })),
    notComparable: judged.flatMap(notComparableOf),
  };
}

/**
 * A record that nobody reviewed and that has no end never widens a reviewed one on the same
 * vulnerability that spares this version.
 */
function reviewed(
  group: VulnerabilityGroup,
  judged: readonly Judgement[],
): readonly VulnerabilityGroup[] {
  if (!group.matches.some(isLoose)) return [group];
  const isSpared = judged.some(
    (one) =>
      one.kind === 'spared' &&
      one.because === 'outside' &&
      !one.entry.advisory.isUnreviewed &&
      [one.entry.advisory.id, ...one.entry.advisory.aliases].some((id) => group.ids.includes(id)),
  );
  if (!isSpared) return [group];
  const matches = group.matches.filter((match) => !isLoose(match));
  return matches.length > 0 ? [{ ...group, matches }] : [];
}

function isLoose({ advisory, fixedIn, lastAffected }: Match): boolean {
  return advisory.isUnreviewed && fixedIn === undefined && lastAffected === undefined;
}

/** Its CVE was taken back, and no distribution speaks of it by itself. */
function isRejected(group: VulnerabilityGroup, snapshot: AdvisorySnapshot): boolean {
  return snapshot.contextOf(group.id)?.isRejected ?? false;
}

function notComparableOf(judgement: Judgement): ItemResult['notComparable'] {
  return judgement.kind === 'not comparable'
    ? [{ advisory: judgement.entry.advisory.id, texts: judgement.texts }]
    : [];
}
