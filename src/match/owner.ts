import { ecosystems } from '../ecosystems/index.ts';
import type { AdvisoryHead, AdvisorySnapshot, Item, OwnerItem } from '../model/index.ts';
import type { Judgement } from './judge-item.ts';
import { judgeItem } from './judge-item.ts';

/** What the feed of the distribution says for a language package that one of its packages brought. */
export type OwnerWord =
  /** The feed lists unfixed vulnerabilities too: what it says of the owner is all there is to say. */
  | { readonly kind: 'answers for it'; readonly settled: ReadonlySet<string> }
  /** It lists only fixes: these ids it has settled, of others it knows nothing. */
  | { readonly kind: 'knows'; readonly settled: ReadonlySet<string> };

/** Asks the feed of the package that owns it. */
export function ownerSays(item: Item, owner: OwnerItem, snapshot: AdvisorySnapshot): OwnerWord {
  const settled = new Set<string>();
  const ecosystem = ecosystems.get(owner.ecosystem);
  const coverage = snapshot.coverageOf(owner.namespace);
  if (!ecosystem || !coverage) return { kind: 'knows', settled };
  if (coverage.listsUnfixed && agree(item, owner)) return { kind: 'answers for it', settled };
  const asItem: Item = { channels: [], ...owner, class: 'package' };
  const open: string[] = [];
  for (const judgement of judgeItem(ecosystem, asItem, snapshot)) {
    if (judgement.kind === 'affected') open.push(...idsOf(judgement.match.advisory));
    else if (isSettled(judgement)) {
      for (const id of idsOf(judgement.entry.advisory)) settled.add(id);
    }
  }
  for (const id of open) settled.delete(id);
  return { kind: 'knows', settled };
}

function isSettled(judgement: Judgement): boolean {
  if (judgement.kind !== 'spared') return false;
  return judgement.because === 'outside' || judgement.because === 'vendor';
}

function idsOf({ id, aliases, upstream }: AdvisoryHead): string[] {
  return [id, ...aliases, ...upstream];
}

/**
 * Whether the owner is the distribution's package of this very software: their versions begin alike
 * (`2.28.1` in `2.28.1+dfsg-1`). A package that bundles others has a version of its own, and its
 * feed is written for itself.
 */
function agree(item: Item, owner: OwnerItem): boolean {
  const mine = item.keys.map((key) => leadOf(key.version));
  return owner.keys.some((key) => mine.includes(leadOf(key.version.replace(/^\d+:/, ''))));
}

/** The first two numbers, or the one there is. */
function leadOf(version: string): string {
  return /^v?(\d+(?:\.\d+)?)/.exec(version)?.[1] ?? version;
}
