import { hash } from 'node:crypto';
import type { Selectors } from './selectors.ts';

/** Goes up when walking, squashing or finishing gives another result for the same layers. */
const CATALOG_REVISION = 8;

/** Tells apart what different versions of the product find: part of every key of a cached result. */
export function catalogRevision({ catalogers }: Selectors): string {
  const all = catalogers.map(({ id, revision }) => `${id}@${revision}`).toSorted();
  return hash('sha256', [`catalog@${CATALOG_REVISION}`, ...all].join('\n'), 'hex').slice(0, 16);
}
