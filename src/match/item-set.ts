import { hash } from 'node:crypto';
import type { Digest, Inventory, InventoryPackage, Item } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';

/** Goes up when matching says something else of the same inventory and snapshot. */
export const MATCH_REVISION = '4';

/** All that matching reads of an inventory, by its digest: images that share it match alike. */
export interface ItemSet {
  readonly digest: Digest;
  /** Distinct, in the order met. */
  readonly items: readonly Item[];
}

export function itemSetOf({ packages }: Inventory): ItemSet {
  const numbers = new Map<string, number>();
  const items: Item[] = [];
  const rows = packages.map((found) => [numberOf(found.item, numbers, items), ...readOf(found)]);
  const digest = parseDigest(`sha256:${hash('sha256', JSON.stringify([items, rows]), 'hex')}`);
  if (digest === undefined) throw new Error('sha256 gave no digest');
  return { digest, items };
}

function numberOf(item: Item | undefined, numbers: Map<string, number>, items: Item[]): number {
  if (item === undefined) return -1;
  const text = JSON.stringify(item);
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, items.length);
  items.push(item);
  return items.length - 1;
}

/** Beside the item: what findings take over, and what diagnostics and steps name. */
function readOf({ package: found, origin, foundBy, ownedBy, introducedIn }: InventoryPackage) {
  const { ecosystem, name, version, confidence, evidence, scope, locations } = found;
  const place = [foundBy, ownedBy ?? -1, introducedIn, locations[0] ?? ''];
  return [ecosystem, name, version, confidence, evidence, scope, origin, ...place];
}
