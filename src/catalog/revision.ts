import { hash } from 'node:crypto';
import type { Selectors } from './selectors.ts';

/** Goes up when walking, squashing or finishing gives another result for the same layers. */
const CATALOG_REVISION = 8;

/** Goes up when another list of rules or another search finds other secrets. */
const SECRETS_REVISION = 1;

/**
 * Tells apart what different versions of the product find, with and without secrets: part of every
 * key of a cached result.
 */
export function catalogRevision(
  { catalogers }: Selectors,
  searchesSecrets: boolean = false,
): string {
  const all = catalogers.map(({ id, revision }) => `${id}@${revision}`).toSorted();
  if (searchesSecrets) all.push(`secrets@${SECRETS_REVISION}`);
  return hash('sha256', [`catalog@${CATALOG_REVISION}`, ...all].join('\n'), 'hex').slice(0, 16);
}
