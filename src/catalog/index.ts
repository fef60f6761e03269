export { CATALOGERS } from './catalogers.ts';
export type { RawInventory } from './finish-inventory.ts';
export { catalogRevision } from './revision.ts';
export { finishInventory } from './finish-inventory.ts';
export type { LayerCatalogOptions } from './layer-catalog.ts';
export { LayerCatalog } from './layer-catalog.ts';
export type { Selectors } from './selectors.ts';
export { compileSelectors } from './selectors.ts';
export { squash } from './squash.ts';
