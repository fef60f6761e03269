import type { Affected } from '../model/index.ts';
import type { Judgement } from './judge-item.ts';

/** All that an advisory says of a package; it may say it in several entries. */
export type Siblings = (advisory: string) => readonly Affected[];

/** Of those judged, the entries that mean the item, by advisory. Read when first asked for. */
export function siblingsOf(judged: readonly Judgement[]): Siblings {
  let byAdvisory: Map<string, Affected[]> | undefined;
  return (advisory) => {
    byAdvisory ??= group(judged);
    return byAdvisory.get(advisory) ?? [];
  };
}

function group(judged: readonly Judgement[]): Map<string, Affected[]> {
  const groups = new Map<string, Affected[]>();
  for (const one of judged) {
    if (one.kind === 'spared' && one.because !== 'outside') continue;
    const { advisory, affected } = one.kind === 'affected' ? one.match : one.entry;
    const group = groups.get(advisory.id);
    if (group) group.push(affected);
    else groups.set(advisory.id, [affected]);
  }
  return groups;
}
