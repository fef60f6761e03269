export { explain } from './explain.ts';
export type { Explanation, Reason, SparedPackage } from './explain.ts';
export type { ItemSet } from './item-set.ts';
export { itemSetOf, MATCH_REVISION } from './item-set.ts';
export type { Judgement, Spared } from './judge-item.ts';
export type { Coverage, InventoryMatches } from './match-inventory.ts';
export { matchInventory, namespacesOf } from './match-inventory.ts';
export { isStillAffected } from './still-affected.ts';
