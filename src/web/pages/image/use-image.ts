import { useFollow } from '../../data/follow.ts';
import { useOperation } from '../../data/operation.ts';
import type { ShownImage } from './shown-image.ts';
import { choosePlatform } from './shown-image.ts';
import { useImageSearch } from './use-image-search.ts';

export interface ImageAddress {
  readonly ns: string;
  readonly repo: string;
  readonly reference: string;
  readonly at: 'tags' | 'digests';
}

export interface AskedImage {
  readonly image: ShownImage;
  /** Why there is nothing to show at all. */
  readonly error: Error | null;
  /** Why there are no results, where the rest can be shown. */
  readonly refusal: Error | null;
  readonly refetch: () => void;
}

/** All that the head of the page needs; none of it waits for another. */
export function useImage({ ns, repo, reference, at }: ImageAddress): AskedImage {
  const { platform } = useImageSearch().search;
  const where = { namespace: ns, repository: repo };
  const isTag = at === 'tags';
  const repository = useOperation('getRepository', where);
  const tag = useOperation('getTag', { ...where, tag: reference }, { enabled: isTag });
  const manifest = useOperation(
    'getManifest',
    { ...where, digest: reference },
    { enabled: !isTag },
  );
  const analysis = useOperation('getAnalysis', { ...where, reference });
  const rights = repository.data?.rights;
  useFollow(ns, repo, analysis.data !== undefined);
  return {
    image: {
      ns,
      repo,
      reference,
      at,
      path: `/r/${ns}/${encodeURIComponent(repo)}/${at}/${reference}`,
      ask: { ...where, reference, ...(platform !== undefined && { platform }) },
      tag: tag.data,
      manifest: manifest.data,
      analysis: analysis.data,
      shown: analysis.data && choosePlatform(analysis.data.platforms, platform),
      isOff: repository.data?.isAnalysisActive === false,
      may: (action) => rights?.includes(action) ?? false,
    },
    error: repository.error ?? (isTag ? tag.error : manifest.error),
    refusal: analysis.data ? null : analysis.error,
    refetch: () =>
      void Promise.all([repository, isTag ? tag : manifest, analysis].map((one) => one.refetch())),
  };
}
