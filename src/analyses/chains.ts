import { FailureError, type Log } from '../base/index.ts';
import { chainIdsOf } from '../image/index.ts';
import type { Digest } from '../model/index.ts';
import type { BaseRecords, ImageChain } from './base-ports.ts';
import { type StoredImages, imagesIn, openStored } from './stored-image.ts';

export interface ChainOptions {
  readonly bases: Pick<BaseRecords, 'unchained' | 'isChained' | 'keepChains'>;
  readonly stored: StoredImages;
  readonly log: Log;
}

/** Remembers which layers an image has, for those that are built on it. Nobody's push fails by it. */
export async function rememberChains(root: Digest, options: ChainOptions): Promise<void> {
  const { bases, log } = options;
  try {
    if (!(await bases.isChained(root))) await bases.keepChains(root, await chainsIn(root, options));
  } catch (error) {
    log.warn('chain of layers not kept', { digest: root, reason: String(error) });
  }
}

/** Looked at in one go, so that pushes are taken in between. */
const AT_ONCE = 20;

/** The same of what was pushed before; false: there is none left. */
export async function chainNext(options: ChainOptions): Promise<boolean> {
  const roots = await options.bases.unchained(AT_ONCE);
  for (const root of roots) await options.bases.keepChains(root, await chainsIn(root, options));
  return roots.length > 0;
}

/** None of what is no image, or cannot be read. */
async function chainsIn(root: Digest, { stored }: ChainOptions): Promise<readonly ImageChain[]> {
  try {
    const chains: ImageChain[] = [];
    for (const { digest, platform, ending } of await imagesIn(root, stored)) {
      if (ending?.kind === 'unsupported' && ending.what !== 'platform') continue;
      const { config } = await openStored(digest, digest, stored);
      chains.push({ digest, platform, chainIds: chainIdsOf(config.diffIds) });
    }
    return chains;
  } catch (error) {
    if (error instanceof FailureError) return [];
    throw error;
  }
}
