import type { Analyzer } from '../analyzer/index.ts';
import type { InventoryMatches } from '../match/index.ts';
import { MATCH_REVISION, itemSetOf } from '../match/index.ts';
import type { AdvisorySnapshot, Digest, Inventory } from '../model/index.ts';
import { decodeInventory, decodeMatches, encode } from './codec.ts';
import type { MatchesKey, ResultRecords } from './ports.ts';
import type { Report } from '../report/index.ts';

/** An inventory and its item set's digest. */
export interface ReadInventory {
  readonly inventory: Inventory;
  readonly itemSet: Digest;
}

/** Of inventories and matches that readers asked for last. */
const KEPT = 16;

/** Results by content: what was made once is read, what is not there is made. */
export interface Results {
  inventory(digest: Digest, revision: string): Promise<Inventory | undefined>;
  keepInventory(digest: Digest, revision: string, inventory: Inventory): Promise<Digest>;
  matches(key: MatchesKey): Promise<InventoryMatches | undefined>;
  keepMatches(key: MatchesKey, matches: InventoryMatches, report: Report): Promise<void>;
}

export function createResults(records: ResultRecords): Results {
  const inventories = new Recent<Inventory>();
  const matches = new Recent<InventoryMatches>();
  return {
    inventory: (digest, revision) =>
      inventories.get(`${digest} ${revision}`, async () => {
        const body = await records.inventory(digest, revision);
        return body && decodeInventory(body);
      }),
    async keepInventory(digest, revision, inventory) {
      const { digest: itemSet, items } = itemSetOf(inventory);
      const body = encode(inventory);
      await records.keepInventory({ digest, revision, itemSet, items: encode(items), body });
      inventories.set(`${digest} ${revision}`, inventory);
      return itemSet;
    },
    matches: (key) =>
      matches.get(textOf(key), async () => {
        const body = await records.matches(key);
        return body && decodeMatches(body);
      }),
    async keepMatches(key, found, { summary }) {
      await records.keepMatches(key, encode(found), summary);
      matches.set(textOf(key), found);
    },
  };
}

function textOf({ itemSet, snapshot, revision }: MatchesKey): string {
  return `${itemSet} ${snapshot} ${revision}`;
}

/** The matches of an inventory, read or made. */
export async function matchesFor(
  itemSet: Digest,
  inventory: Inventory,
  snapshot: AdvisorySnapshot,
  { analyzer, results }: { readonly analyzer: Analyzer; readonly results: Results },
): Promise<{ readonly key: MatchesKey; readonly matches: InventoryMatches }> {
  const key = { itemSet, snapshot: snapshot.digest, revision: MATCH_REVISION };
  const matches = (await results.matches(key)) ?? analyzer.match(inventory, snapshot);
  return { key, matches };
}

/** The last few values; what is absent is asked for each time. */
class Recent<Value> {
  readonly #values = new Map<string, Value>();

  async get(key: string, read: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = await read();
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > KEPT && oldest !== undefined) this.#values.delete(oldest);
  }
}
