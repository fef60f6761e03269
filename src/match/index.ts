export { explain } from './explain.ts';
export type { Explanation, Reason } from './explain.ts';
export type { Coverage, InventoryMatches } from './match-inventory.ts';
export { matchInventory, namespacesOf } from './match-inventory.ts';
export { severityRank } from './severity.ts';
