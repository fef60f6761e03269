import type { Ecosystem } from '../ecosystems/index.ts';
import { ecosystems } from '../ecosystems/index.ts';
import type { AdvisorySnapshot, Confidence, Finding, Item } from '../model/index.ts';
import type { FindingBody } from './finding.ts';
import { makeFinding } from './finding.ts';
import type { Judgement } from './judge-item.ts';
import { judgeItem } from './judge-item.ts';
import type { OwnerWord } from './owner.ts';
import { ownerSays } from './owner.ts';
import { siblingsOf } from './siblings.ts';
import type { WeighedGroup } from './weigh.ts';
import { weigh } from './weigh.ts';

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

/** Everything that was said of an item, and what of it counts. */
export interface WeighedItem {
  readonly ecosystem: Ecosystem;
  readonly owner: OwnerWord | undefined;
  readonly judged: readonly Judgement[];
  readonly groups: readonly WeighedGroup[];
}

/** The key of matching: equal items always match equally. */
export function matchItem(item: Item, snapshot: AdvisorySnapshot): ItemResult {
  const weighed = weighItem(item, snapshot);
  if (!weighed || weighed.owner?.kind === 'answers for it') return NOTHING;
  const { ecosystem, owner, judged, groups } = weighed;
  const siblings = siblingsOf(judged);
  const confidence = weakest(item.confidence ?? 'exact', owner ? 'derived' : 'exact');
  return {
    findings: groups
      .filter(({ group }) => group.matches.length > 0)
      .map(({ group }) => ({
        ...makeFinding(group, { item, ecosystem, siblings, snapshot }),
        confidence,
      })),
    notComparable: judged.flatMap(notComparableOf),
  };
}

const NOTHING: ItemResult = { findings: [], notComparable: [] };

/** `undefined` of an ecosystem that we do not know. */
export function weighItem(item: Item, snapshot: AdvisorySnapshot): WeighedItem | undefined {
  const ecosystem = ecosystems.get(item.ecosystem);
  if (!ecosystem) return undefined;
  const owner = item.ownedBy && ownerSays(item, item.ownedBy, snapshot);
  const judged = judgeItem(ecosystem, item, snapshot);
  return { ecosystem, owner, judged, groups: weigh(judged, owner, snapshot) };
}

const CONFIDENCES: readonly Confidence[] = ['exact', 'derived', 'heuristic'];

/** A conclusion is no surer than the least sure of what it rests on. */
export function weakest(a: Confidence, b: Confidence): Confidence {
  return CONFIDENCES.indexOf(a) < CONFIDENCES.indexOf(b) ? b : a;
}

function notComparableOf(judgement: Judgement): ItemResult['notComparable'] {
  return judgement.kind === 'not comparable'
    ? [{ advisory: judgement.entry.advisory.id, texts: judgement.texts }]
    : [];
}
