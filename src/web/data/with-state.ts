import type { AnalysisState } from '../../api/contract/index.ts';

/** Whether an analysis goes on by itself. */
export function isUnderWay({ kind }: AnalysisState): boolean {
  return kind === 'queued' || kind === 'analyzing' || kind === 'matching';
}

/**
 * An answer with the new state of one image wherever that image stands in it: a page of tags, an analysis with its
 * platforms. What is not about it stays the very same object, so that nothing is drawn again for nothing.
 */
export function withState(kept: unknown, digest: string, state: AnalysisState): unknown {
  if (Array.isArray(kept)) {
    const next = kept.map((each: unknown) => withState(each, digest, state));
    return next.some((each, at) => each !== kept[at]) ? next : kept;
  }
  if (!isRecord(kept)) return kept;
  let next = kept['digest'] === digest ? stated(kept, state) : kept;
  for (const name of ['pages', 'items', 'platforms']) {
    const inside = kept[name];
    if (!Array.isArray(inside)) continue;
    const changed = withState(inside, digest, state);
    if (changed !== inside) next = { ...next, [name]: changed };
  }
  return next;
}

/** A tag has its state in `analysis`, an analysis and a platform have it themselves. */
function stated(
  image: Readonly<Record<string, unknown>>,
  state: AnalysisState,
): Readonly<Record<string, unknown>> {
  if ('state' in image) return { ...image, state };
  const { analysis } = image;
  return isRecord(analysis) ? { ...image, analysis: { ...analysis, state } } : image;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
