import type { Summary } from '../../../api/contract/index.ts';
import { useOperation } from '../../data/operation.ts';
import type { ShownImage } from './shown-image.ts';

/** Enough to find one before, though the tag was moved to and fro. */
const MOVES_ASKED = 20;

export interface Previous {
  readonly digest: string;
  readonly at: string;
  /** Of the same platform; absent: it was not analyzed. */
  readonly summary: Summary | undefined;
}

/** What the tag pointed to before its last push, as far as it is known. */
export function usePrevious({
  ns,
  repo,
  at,
  reference,
  tag,
  shown,
}: ShownImage): Previous | undefined {
  const where = { namespace: ns, repository: repo };
  const moves = useOperation(
    'listTagHistory',
    { ...where, tag: reference, limit: MOVES_ASKED },
    { enabled: at === 'tags' },
  );
  const before = moves.data?.items.find(
    ({ digest }) => digest !== undefined && digest !== tag?.digest,
  );
  const digest = tag && before?.digest;
  const analysis = useOperation(
    'getAnalysis',
    { ...where, reference: digest ?? '' },
    { enabled: digest !== undefined },
  );
  if (digest === undefined || before === undefined) return undefined;
  const same = analysis.data?.platforms.find(({ platform }) => platform === shown?.platform);
  return { digest, at: before.at, summary: same?.result?.summary };
}
