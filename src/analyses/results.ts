import type { Analyzer } from '../analyzer/index.ts';
import type { InventoryMatches, ItemSet } from '../match/index.ts';
import { MATCH_REVISION } from '../match/index.ts';
import type { AdvisorySnapshot, Digest, Inventory } from '../model/index.ts';
import { decodeInventory, decodeMatches, encode } from './codec.ts';
import type { MatchesKey, ResultRecords } from './ports.ts';
import type { Report } from '../report/index.ts';

/** Of inventories and matches that readers asked for last. */
const KEPT = 16;

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
  const inventories = new Recent<Inventory>();
  const matches = new Recent<InventoryMatches>();
  return {
    inventory: (digest, revision) =>
      inventories.get(`${digest} ${revision}`, async () => {
        const body = await records.inventory(digest, revision);
        return body && decodeInventory(body);
      }),
    async keepInventory(digest, revision, inventory, { digest: itemSet, items }) {
      const [body, itemBody] = await Promise.all([encode(inventory), encode(items)]);
      await records.keepInventory({ digest, revision, itemSet, items: itemBody, body });
      inventories.set(`${digest} ${revision}`, inventory);
    },
    matches: (key) =>
      matches.get(textOf(key), async () => {
        const body = await records.matches(key);
        return body && decodeMatches(body);
      }),
    async keepMatches(key, found, { summary }) {
      await records.keepMatches(key, await encode(found), summary);
      matches.set(textOf(key), found);
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
