import type {
  AdvisoryEntry,
  AdvisoryHead,
  AdvisorySnapshot,
  Finding,
  Inventory,
  InventoryPackage,
} from '../model/index.ts';
import { isBundle } from '../model/index.ts';
import type { Judgement } from './judge-item.ts';
import { advisoryIdOf } from './judge-item.ts';
import { weighItem } from './match-item.ts';
import type { WeighedGroup } from './weigh.ts';

/** Why an id is reported for an image, or exactly why it is not. */
export interface Explanation {
  readonly id: string;
  /** Every id that the snapshot knows the vulnerability by. */
  readonly ids: readonly string[];
  readonly reported: readonly Finding[];
  /** For each package of the image that an advisory on it names: why it is not reported. */
  readonly spared: readonly SparedPackage[];
  /** Why it is reported nowhere; empty when it is, or when `spared` says. */
  readonly reasons: readonly Reason[];
}

export interface SparedPackage {
  /** Index into `Inventory.packages`. */
  readonly package: number;
  readonly judgements: readonly Judgement[];
  /** The distribution's package that answers for it. */
  readonly ownedBy?: number;
}

export type Reason =
  /** No advisory of the snapshot has this id. */
  | { readonly kind: 'unknown' }
  /** The CVE was rejected. */
  | { readonly kind: 'rejected' }
  /** Every advisory with it is withdrawn. */
  | { readonly kind: 'withdrawn'; readonly advisories: readonly string[] }
  /** It is about other packages; these are the first of them. */
  | { readonly kind: 'not in the image'; readonly packages: readonly string[] }
  /** The image has namespaces for which there are no advisories at all. */
  | { readonly kind: 'no coverage'; readonly namespaces: readonly string[] };

/** Answers for one id (CVE, GHSA, or any other) from the same data that matching used. */
export function explain(
  id: string,
  inventory: Inventory,
  findings: readonly Finding[],
  snapshot: AdvisorySnapshot,
): Explanation {
  const entries = snapshot.entriesAbout(id);
  const ids = new Set([id, ...entries.flatMap(({ advisory }) => sameVulnerability(advisory))]);
  const reported = findings.filter((finding) =>
    [...finding.ids, ...finding.vendorIds].some((one) => ids.has(one)),
  );
  const advisories = new Set(entries.map(({ advisory }) => advisory.id));
  const covered = new Set(reported.map((finding) => finding.package));
  const spared = inventory.packages.flatMap((found, index) =>
    covered.has(index) ? [] : sparedPackage(found, index, { ids, advisories }, snapshot),
  );
  const isAnswered = reported.length > 0 || spared.length > 0;
  return {
    id,
    ids: [...ids],
    reported,
    spared,
    reasons: isAnswered ? [] : reasonsOf(id, entries, inventory, snapshot),
  };
}

/** A bundle's id stands for others too: it is none of this vulnerability's. */
function sameVulnerability(advisory: AdvisoryHead): readonly string[] {
  return isBundle(advisory) ? [] : [advisory.id, ...advisory.aliases];
}

function sparedPackage(
  { item, ownedBy }: InventoryPackage,
  index: number,
  about: { readonly ids: ReadonlySet<string>; readonly advisories: ReadonlySet<string> },
  snapshot: AdvisorySnapshot,
): SparedPackage[] {
  const weighed = item && weighItem(item, snapshot);
  if (!weighed) return [];
  const judgements = weighed.judged
    .filter((judgement) => about.advisories.has(advisoryIdOf(judgement)))
    .map((judgement) => asWeighed(judgement, weighed.groups, about.ids));
  if (judgements.length === 0) return [];
  const isOwned = weighed.owner?.kind === 'answers for it';
  return [{ package: index, judgements, ...(isOwned && ownedBy !== undefined && { ownedBy }) }];
}

/** A match that does not count for these ids says why. */
function asWeighed(
  judgement: Judgement,
  groups: readonly WeighedGroup[],
  ids: ReadonlySet<string>,
): Judgement {
  if (judgement.kind !== 'affected') return judgement;
  const { match } = judgement;
  for (const { group, overruled } of groups) {
    if (![...group.ids, ...group.vendorIds].some((id) => ids.has(id))) continue;
    const found = overruled.find((one) => one.match === match);
    if (found) return { kind: 'spared', entry: match, key: match.key, because: found.because };
  }
  return judgement;
}

function reasonsOf(
  id: string,
  entries: readonly AdvisoryEntry[],
  inventory: Inventory,
  snapshot: AdvisorySnapshot,
): Reason[] {
  const reasons: Reason[] = [];
  if (snapshot.contextOf(id)?.isRejected) reasons.push({ kind: 'rejected' });
  const live = entries.filter(({ advisory }) => advisory.withdrawn === undefined);
  if (entries.length === 0) {
    if (reasons.length === 0) reasons.push({ kind: 'unknown' });
  } else if (live.length === 0) {
    const withdrawn = new Set(entries.map(({ advisory }) => advisory.id));
    reasons.push({ kind: 'withdrawn', advisories: [...withdrawn] });
  } else {
    reasons.push({ kind: 'not in the image', packages: namesIn(live) });
  }
  const uncovered = new Set(
    inventory.packages.flatMap(({ item }) =>
      item && !snapshot.coverageOf(item.namespace) ? [item.namespace] : [],
    ),
  );
  if (uncovered.size > 0) reasons.push({ kind: 'no coverage', namespaces: [...uncovered] });
  return reasons;
}

const NAMES_SHOWN = 10;

function namesIn(entries: readonly AdvisoryEntry[]): string[] {
  const names = new Set(entries.map(({ affected }) => `${affected.namespace} ${affected.name}`));
  return [...names].slice(0, NAMES_SHOWN);
}
