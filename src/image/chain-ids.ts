import { hash } from 'node:crypto';
import type { DiffId } from '../model/index.ts';

/**
 * Of layers from the lowest up, the chain id of each with all below it: two images that have one in
 * common were built on the same layers. The first is the diff id itself.
 *
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md#layer-chainid
 */
export function chainIdsOf(diffIds: readonly DiffId[]): readonly string[] {
  const chain: string[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    const id =
      below === undefined ? diffId : `sha256:${hash('sha256', `${below} ${diffId}`, 'hex')}`;
    chain.push(id);
  }
  return chain;
}
