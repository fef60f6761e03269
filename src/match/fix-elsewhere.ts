import type { Ecosystem } from '../ecosystems/index.ts';
import type { AdvisorySnapshot, FixElsewhere, Item, Match } from '../model/index.ts';
import { evaluate } from './evaluate.ts';
import { schemeFor } from './judge-item.ts';

/**
 * A fix that the distribution gives only to those who enabled a channel: Ubuntu Pro, switched off.
 * Asked for where the release names none; the same advisory has it, under the channel's namespace.
 */
export function fixElsewhere(
  matches: readonly Match[],
  { item, ecosystem, snapshot }: Asked,
): FixElsewhere | undefined {
  const channel = closedChannelOf(item);
  if (channel === undefined) return undefined;
  for (const { advisory, key } of matches) {
    const scheme = schemeFor(key, ecosystem);
    const candidate = {
      text: key.version,
      normalized: ecosystem.normalizeVersion(key.version),
      version: scheme.parse(key.version),
    };
    for (const entry of snapshot.entriesOf(channel, key.name)) {
      if (entry.advisory.id !== advisory.id) continue;
      const verdict = evaluate(scheme, candidate, entry.affected);
      if (verdict.kind !== 'affected' || verdict.fixedIn === undefined) continue;
      return { channel, version: verdict.fixedIn };
    }
  }
  return undefined;
}

interface Asked {
  readonly item: Item;
  readonly ecosystem: Ecosystem;
  readonly snapshot: AdvisorySnapshot;
}

const UBUNTU = 'Ubuntu:';

/** `Ubuntu:Pro:20.04` of `Ubuntu:20.04`, unless the image has it. */
function closedChannelOf({ namespace, channels }: Item): string | undefined {
  if (!namespace.startsWith(UBUNTU)) return undefined;
  const channel = `${UBUNTU}Pro:${namespace.slice(UBUNTU.length)}`;
  return channels.includes(channel) ? undefined : channel;
}
