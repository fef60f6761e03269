import type { FoundSecret, LayerInventory, Secrets } from '../model/index.ts';
import type { MergedView } from './merged-view.ts';

/** Named one by one. */
const MAX_LISTED = 1_000;

/** Of all layers, with those that a higher one deleted; `undefined` where nobody asked for them. */
export function secretsOf(
  layers: readonly LayerInventory[],
  view: MergedView,
): Secrets | undefined {
  const searched = layers.flatMap(({ secrets }) => secrets ?? []);
  if (searched.length === 0) return undefined;
  const found = layers.flatMap(({ secrets }, layer) =>
    (secrets?.places ?? [])
      .map((place): FoundSecret => {
        const { path = place.path, goneIn } = view.placeOf(layer, place.path) ?? {};
        return goneIn === undefined || goneIn === Infinity
          ? { ...place, path, layer }
          : { ...place, layer, goneIn };
      })
      .toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1)),
  );
  const sum = (count: 'count' | 'inExamples' | 'files' | 'bytes' | 'unsearched'): number =>
    searched.reduce((total, one) => total + one[count], 0);
  return {
    found: found.slice(0, MAX_LISTED),
    count: sum('count'),
    inExamples: sum('inExamples'),
    files: sum('files'),
    bytes: sum('bytes'),
    unsearched: sum('unsearched'),
  };
}
