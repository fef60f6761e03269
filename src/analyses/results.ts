import type { InventoryMatches, ItemSet } from '../match/index.ts';
import type { Digest, Inventory } from '../model/index.ts';
import { decodeInventory, decodeMatches, encode, encodeWeighed } from './codec.ts';
import { keptFindings, keptPackages } from './kept-packages.ts';
import type { MatchesKey, ResultRecords } from './ports.ts';
import type { Report } from '../report/index.ts';
import { Recent } from './recent.ts';

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

/** `keptBytes`: of JSON, of inventories and as much of matches; some three times that as objects. */
export function createResults(records: ResultRecords, keptBytes: number): Results {
  const inventories = new Recent<Inventory>(keptBytes);
  const matches = new Recent<InventoryMatches>(keptBytes);
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
      const packages = keptPackages(inventory);
      await records.keepInventory({ digest, revision, itemSet, items: itemBody, body, packages });
      inventories.set(`${digest} ${revision}`, { value: inventory, bytes });
    },
    matches: (key) =>
      matches.get(textOf(key), async () => {
        const body = await records.matches(key);
        return body && decodeMatches(body);
      }),
    async keepMatches(key, found, report) {
      const { body, bytes } = await encodeWeighed(found);
      const findings = keptFindings(report);
      await records.keepMatches({ key, body, summary: report.summary, findings });
      matches.set(textOf(key), { value: found, bytes });
    },
  };
}

function textOf({ itemSet, snapshot, revision }: MatchesKey): string {
  return `${itemSet} ${snapshot} ${revision}`;
}
