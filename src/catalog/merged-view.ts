import type { LayerInventory } from '../model/index.ts';
import { readPathList } from './path-list.ts';

/** Which of the layers' files are in the filesystem that they make together. */
export interface MergedView {
  /**
   * Whether a file that layer `layer` brought is still the same in layer `until` (the highest when
   * absent). Only of paths that the view was made for.
   */
  survives(layer: number, path: string, until?: number): boolean;
}

/** Layers, in ascending order, that take away a path: by whiteout, or by a file in its place. */
type Cuts = ReadonlyMap<string, readonly number[]>;

/**
 * A file of a layer is gone when a higher layer whites out its path or a folder above it, hides the
 * contents of a folder above it, has anything but a folder at one of these paths, or a folder at its
 * own. Costs one
 * look-up for each path of each layer but the lowest, which nothing lies below.
 */
export function mergedViewOf(
  layers: readonly LayerInventory[],
  paths: Iterable<string>,
): MergedView {
  const known = withFolders(paths);
  const cuts = new Map<string, number[]>();
  const folders = new Map<string, number[]>();
  const opaque = new Map<string, number[]>();
  for (const [index, layer] of layers.entries()) {
    if (index === 0) continue;
    for (const path of layer.opaque) push(opaque, path, index);
    for (const path of layer.whiteouts) if (known.has(path)) push(cuts, path, index);
    for (const path of replacedPaths(layer.paths)) {
      const entry = path.endsWith('/') ? path.slice(0, -1) : path;
      if (known.has(entry)) push(path === entry ? cuts : folders, entry, index);
    }
  }
  const top = layers.length - 1;
  return {
    survives: (layer, path, until = top) => !isCut(layer, path, until, cuts, folders, opaque),
  };
}

/** @param folders where a folder takes a path, which replaces a file and no folder. */
function isCut(
  layer: number,
  path: string,
  until: number,
  cuts: Cuts,
  folders: Cuts,
  opaque: Cuts,
): boolean {
  const isBetween = (index: number): boolean => index > layer && index <= until;
  if (cuts.get(path)?.some(isBetween) || folders.get(path)?.some(isBetween)) return true;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (cuts.get(folder)?.some(isBetween) || opaque.get(folder)?.some(isBetween)) return true;
  }
  return opaque.get('')?.some(isBetween) ?? false;
}

/** A layer's paths, and once each folder that they lie in, which ends in `/`. */
function* replacedPaths(list: Uint8Array): Generator<string> {
  const seen = new Set<string>();
  for (const path of readPathList(list)) {
    yield path;
    for (let end = path.lastIndexOf('/', path.length - 2); end > 0;) {
      const folder = path.slice(0, end + 1);
      if (seen.has(folder)) break;
      seen.add(folder);
      yield folder;
      end = path.lastIndexOf('/', end - 1);
    }
  }
}

function withFolders(paths: Iterable<string>): Set<string> {
  const known = new Set<string>();
  for (const path of paths) {
    known.add(path);
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (known.has(folder)) break;
      known.add(folder);
    }
  }
  return known;
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
