import type { FilePattern } from '../ecosystems/index.ts';
import type { LayerInventory, Unit } from '../model/index.ts';
import type { MergedView } from './merged-view.ts';
import type { Selectors } from './selectors.ts';

/** A unit that is in the final filesystem, and what stood at its path before. */
export interface SurvivingUnit {
  readonly unit: Unit;
  readonly layer: number;
  /** Lower layers' versions that it replaced in turn, the newest first: unbroken presence. */
  readonly history: readonly { readonly unit: Unit; readonly layer: number }[];
}

/**
 * The units that count, with their history. A file that was read for its name only counts where
 * one of its cataloger's whole paths leads to it through the image's links.
 *
 * @param resolve follows the merged filesystem's symbolic links.
 */
export function survivingUnits(
  layers: readonly LayerInventory[],
  view: MergedView,
  selectors: Selectors,
  resolve: (path: string) => string | undefined,
): SurvivingUnit[] {
  const accepted = acceptedPaths(selectors, resolve);
  const versions = new Map<string, { unit: Unit; layer: number }[]>();
  for (const [layer, { units }] of layers.entries()) {
    for (const unit of units) {
      const key = `${unit.cataloger}\0${unit.path}`;
      const earlier = versions.get(key);
      if (earlier) earlier.push({ unit, layer });
      else versions.set(key, [{ unit, layer }]);
    }
  }
  const surviving: SurvivingUnit[] = [];
  for (const all of versions.values()) {
    const top = all.at(-1);
    if (top === undefined || !view.survives(top.layer, top.unit.path)) continue;
    if (!isAsked(top.unit, selectors) && !accepted.has(`${top.unit.cataloger}\0${top.unit.path}`)) {
      continue;
    }
    surviving.push({ ...top, history: historyOf(all, view) });
  }
  return surviving;
}

function acceptedPaths(
  selectors: Selectors,
  resolve: (path: string) => string | undefined,
): Set<string> {
  const accepted = new Set<string>();
  for (const { id, reads } of selectors.catalogers) {
    for (const pattern of reads) {
      if (!isWholePath(pattern)) continue;
      const path = resolve(pattern.path);
      if (path !== undefined) accepted.add(`${id}\0${path}`);
    }
  }
  return accepted;
}

function isWholePath(pattern: FilePattern): pattern is FilePattern & { readonly path: string } {
  return 'path' in pattern;
}

/** Whether the unit's file was asked for by more than its name; by magic, no path tells. */
function isAsked({ cataloger, path }: Unit, selectors: Selectors): boolean {
  const want = selectors.wantsOf(path).find((want) => want.cataloger.id === cataloger);
  return want === undefined || !want.isCandidate;
}

function historyOf(
  versions: readonly { readonly unit: Unit; readonly layer: number }[],
  view: MergedView,
): SurvivingUnit['history'] {
  const history: { unit: Unit; layer: number }[] = [];
  for (let index = versions.length - 2; index >= 0; index--) {
    const version = versions[index];
    const next = versions[index + 1];
    if (!version || !next) break;
    // What stood at the path until the next layer wrote it anew.
    if (!view.survives(version.layer, version.unit.path, next.layer - 1)) break;
    history.push(version);
  }
  return history;
}
