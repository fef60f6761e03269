import type { LayerInventory, Unit } from '../model/index.ts';
import type { Placement } from './merged-tree.ts';
import type { MergedView } from './merged-view.ts';
import type { Selectors } from './selectors.ts';

/** A unit that is in the final filesystem, and what stood at its path before. */
export interface SurvivingUnit {
  /** With its path as in the merged filesystem. */
  readonly unit: Unit;
  readonly layer: number;
  /** Lower layers' versions that it replaced in turn, the newest first: unbroken presence. */
  readonly history: readonly { readonly unit: Unit; readonly layer: number }[];
}

interface Version {
  readonly unit: Unit;
  readonly layer: number;
  readonly place: Placement;
}

/**
 * The units that count, with their history. A file that was read for its name only counts where
 * one of its cataloger's patterns leads to it through the image's links.
 */
export function survivingUnits(
  layers: readonly LayerInventory[],
  view: MergedView,
  selectors: Selectors,
): SurvivingUnit[] {
  const isAsked = acceptance(selectors, view);
  const surviving: SurvivingUnit[] = [];
  for (const all of versionsOf(layers, view)) {
    const top = all.at(-1);
    if (top === undefined || top.place.goneIn !== Infinity) continue;
    const unit = moved(top.unit, top.place.path);
    if (isAsked(top.unit.path, unit)) {
      surviving.push({ unit, layer: top.layer, history: historyOf(all) });
    }
  }
  return surviving;
}

/** By cataloger and place, the lowest layer first; of each layer what was there at its end. */
function versionsOf(layers: readonly LayerInventory[], view: MergedView): Iterable<Version[]> {
  const versions = new Map<string, Version[]>();
  for (const [layer, { units }] of layers.entries()) {
    for (const unit of units) {
      const place = view.placeOf(layer, unit.path);
      if (place === undefined || place.goneIn === layer) continue;
      const key = `${unit.cataloger}\0${place.path}`;
      const earlier = versions.get(key);
      if (earlier) earlier.push({ unit, layer, place });
      else versions.set(key, [{ unit, layer, place }]);
    }
  }
  return versions.values();
}

/** What was written through a linked folder lies, and is told of, where the link leads. */
function moved(unit: Unit, path: string): Unit {
  if (unit.path === path) return unit;
  const move = (location: string): string =>
    location === unit.path || location.startsWith(`${unit.path}!/`)
      ? path + location.slice(unit.path.length)
      : location;
  const packages = unit.packages.map((pkg) => ({ ...pkg, locations: pkg.locations.map(move) }));
  return { ...unit, path, packages };
}

/**
 * Whether a unit's file was asked for: by a pattern that fits where it lies, or that leads there
 * through links. What was asked for by its content always is.
 */
function acceptance(
  selectors: Selectors,
  view: MergedView,
): (written: string, unit: Unit) => boolean {
  const paths = new Set<string>();
  const folders = new Map<string, { readonly id: string; readonly suffix: string }[]>();
  for (const { id, reads } of selectors.catalogers) {
    for (const pattern of reads) {
      if ('path' in pattern) {
        const path = view.resolve(pattern.path);
        if (path !== undefined) paths.add(`${id}\0${path}`);
      } else if ('under' in pattern) {
        const folder = view.resolve(pattern.under);
        if (folder === undefined) continue;
        const { suffix = '' } = pattern;
        folders.set(folder, [...(folders.get(folder) ?? []), { id, suffix }]);
      }
    }
  }
  const isBelow = ({ cataloger, path }: Unit): boolean => {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const found = folders.get(path.slice(0, end));
      if (found?.some(({ id, suffix }) => id === cataloger && path.endsWith(suffix))) return true;
    }
    return false;
  };
  const wantOf = (path: string, cataloger: string) =>
    selectors.wantsOf(path).find((want) => want.cataloger.id === cataloger);
  return (written, unit) => {
    const want = wantOf(unit.path, unit.cataloger);
    if (want && !want.isCandidate) return true;
    const isByContent = !wantOf(written, unit.cataloger);
    if (isByContent) return true;
    return paths.has(`${unit.cataloger}\0${unit.path}`) || isBelow(unit);
  };
}

function historyOf(versions: readonly Version[]): SurvivingUnit['history'] {
  const history: Version[] = [];
  for (let index = versions.length - 2; index >= 0; index--) {
    const version = versions[index];
    const next = versions[index + 1];
    // What stood at the path until the next layer wrote it anew.
    if (!version || !next || version.place.goneIn < next.layer) break;
    history.push(version);
  }
  return history;
}
