import type { Diagnostic, LayerInventory } from '../model/index.ts';
import { layerEntryOf } from './layer-entries.ts';
import { MergedTree, type Placement } from './merged-tree.ts';
import { readPathList } from './path-list.ts';

/** Which of the layers' files are in the filesystem that they make together, and where. */
export interface MergedView {
  /** Of a file of layer `layer`, as its entry names it; `undefined` of what the layer has not. */
  placeOf(layer: number, path: string): Placement | undefined;
  /** Where a path leads in the merged filesystem; `undefined` where links lead in circles. */
  readonly resolve: (path: string) => string | undefined;
  /** What the reader has to know of it. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param pathsOf the paths that `placeOf` will be asked for, of each layer.
 * @param limit links followed in one path before it counts as a loop.
 */
export function mergedViewOf(
  layers: readonly LayerInventory[],
  pathsOf: (layer: LayerInventory, index: number) => Iterable<string>,
  limit: number,
): MergedView {
  const tree = new MergedTree(limit);
  const placements = layers.map((layer, index) => {
    const asked = new Set(pathsOf(layer, index));
    const placed = new Map<string, Placement>();
    tree.nextLayer();
    for (const line of readPathList(layer.paths)) {
      const entry = layerEntryOf(line);
      const isKept = asked.has(entry.path);
      const placement = tree.apply(entry, isKept);
      if (placement) placed.set(entry.path, placement);
    }
    return placed;
  });
  return {
    placeOf: (layer, path) => placements[layer]?.get(path),
    resolve: (path) => tree.resolve(path),
    diagnostics: tree.hasGivenUp ? [GAVE_UP] : [],
  };
}

const GAVE_UP: Diagnostic = {
  code: 'catalog.links-not-followed',
  severity: 'warning',
  message:
    'so many files are written through symbolic links that following them would take minutes; some are taken to lie where they are written',
};
