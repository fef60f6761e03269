import type { Analyzer } from '../analyzer/index.ts';
import type { InventoryMatches, ItemSet } from '../match/index.ts';
import { MATCH_REVISION } from '../match/index.ts';
import type { AdvisorySnapshot, Digest, Inventory } from '../model/index.ts';
import { decodeInventory, decodeMatches, encode, encodeWeighed } from './codec.ts';
import type { MatchesKey, ResultRecords } from './ports.ts';
import type { Report } from '../report/index.ts';
import { Recent } from './recent.ts';

/** Of JSON, of inventories and as much of matches; some three times that as objects. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** Results by content: what was made once is read, what is not there is made. */
export interface Results {
  inventory(digest: Digest, revision: string): Promise<Inventory | undefined>;
  keepInventory(
    digest: Digest,
    revision: string,
    inventory: Inventory,
    items: ItemSet,
  ): Promise<void>;
  matches(key: MatchesKey): Promise<InventoryMatches | undefined>;
  keepMatches(key: MatchesKey, matches: InventoryMatches, report: Report): Promise<void>;
}

export function createResults(records: ResultRecords): Results {
  const inventories = new Recent<Inventory>(KEPT_BYTES);
  const matches = new Recent<InventoryMatches>(KEPT_BYTES);
  return {
    inventory: (digest, revision) =>
      inventories.get(`${digest} ${revision}`, async () => {
        const body = await records.inventory(digest, revision);
        return body && decodeInventory(body);
      }),
    async keepInventory(digest, revision, inventory, { digest: itemSet, items }) {
      const [{ body, bytes }, itemBody] = await Promise.all([
        encodeWeighed(inventory),
        encode(items),
      ]);
      await records.keepInventory({ digest, revision, itemSet, items: itemBody, body });
      inventories.set(`${digest} ${revision}`, { value: inventory, bytes });
    },
    matches: (key) =>
      matches.get(textOf(key), async () => {
        const body = await records.matches(key);
        return body && decodeMatches(body);
      }),
    async keepMatches(key, found, { summary }) {
      const { body, bytes } = await encodeWeighed(found);
      await records.keepMatches(key, body, summary);
      matches.set(textOf(key), { value: found, bytes });
    },
  };
}

function textOf({ itemSet, snapshot, revision }: MatchesKey): string {
  return `${itemSet} ${snapshot} ${revision}`;
}

export interface FoundMatches {
  readonly key: MatchesKey;
  readonly matches: InventoryMatches;
  /** False where they are kept already, with their summary. */
  readonly isNew: boolean;
}

/** The matches of an inventory, read or made. */
export async function matchesFor(
  itemSet: Digest,
  inventory: Inventory,
  snapshot: AdvisorySnapshot,
  { analyzer, results }: { readonly analyzer: Analyzer; readonly results: Results },
): Promise<FoundMatches> {
  const key = { itemSet, snapshot: snapshot.digest, revision: MATCH_REVISION };
  const known = await results.matches(key);
  return { key, matches: known ?? analyzer.match(inventory, snapshot), isNew: known === undefined };
}
