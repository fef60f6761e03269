import { FailureError } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type { ImageWork } from './image-work.ts';

/** `cyclonedx 1.6`, of an SBOM that was pushed: remembered, for every look at its report asks. */
export type SbomKindOf = (
  digest: Digest,
  body: () => Promise<Uint8Array | undefined>,
) => Promise<string>;

const KINDS = 10_000;

export function sbomKinds(work: Pick<ImageWork, 'kindOfSbom'>): SbomKindOf {
  const kinds = new Map<Digest, string>();
  return async (digest, body) => {
    const known = kinds.get(digest);
    if (known !== undefined) return known;
    const kind = await work.kindOfSbom(digest, (await body()) ?? new Uint8Array(0));
    if (!kind.ok) throw new FailureError(kind.error);
    if (kinds.size >= KINDS) kinds.clear();
    kinds.set(digest, kind.value);
    return kind.value;
  };
}
