import type { Limits } from '../base/index.ts';
import { type ImageConfig, linkTree, resolvePath } from '../image/index.ts';
import type { Diagnostic, Inventory, LayerInventory } from '../model/index.ts';
import { ecosystemOfCataloger } from './catalogers.ts';
import { finishInventory } from './finish-inventory.ts';
import { withHistory } from './layer-history.ts';
import { withoutInstalledElsewhere } from './lockfiles.ts';
import { type MergedView, mergedViewOf } from './merged-view.ts';
import { type Occurrence, type UnitOccurrences, occurrencesOf } from './occurrence.ts';
import { ownersOf } from './ownership.ts';
import { distroOf } from './release-files.ts';
import type { Selectors } from './selectors.ts';
import { type SurvivingUnit, survivingUnits } from './surviving-units.ts';

export interface SquashInput {
  /** The lowest first. */
  readonly layers: readonly LayerInventory[];
  readonly config: Pick<ImageConfig, 'history'>;
  readonly selectors: Selectors;
  readonly limits: Pick<Limits, 'symlinks'>;
}

/** What is in the filesystem that the layers make together. Pure, whatever the order of a layer's files. */
export function squash({ layers, config, selectors, limits }: SquashInput): Inventory {
  const view = mergedViewOf(layers, interestingPaths(layers));
  const links = linkTree(mergedEntries(layers, view, (layer) => layer.links));
  const resolve = (path: string): string | undefined => resolvePath(path, links, limits.symlinks);
  const surviving = survivingUnits(layers, view, selectors, resolve);
  const found = occurrencesOf(surviving);
  const owners = ownersOf(found, surviving, ecosystemOfCataloger, resolve);
  const history = withHistory(layers, config);
  return finishInventory({
    layers: history.layers,
    distro: distroOf(
      mergedEntries(layers, view, (layer) => layer.releaseFiles),
      resolve,
    ),
    facts: factsOf(surviving),
    occurrences: select(found, owners),
    diagnostics: [...history.diagnostics, ...layerDiagnostics(layers, view)],
  });
}

/** Every path whose survival is asked for. */
function* interestingPaths(layers: readonly LayerInventory[]): Generator<string> {
  for (const layer of layers) {
    for (const unit of layer.units) yield unit.path;
    yield* Object.keys(layer.links);
    yield* Object.keys(layer.releaseFiles);
    for (const { path } of layer.diagnostics) if (path !== undefined) yield path;
  }
}

/** Of each path the highest layer's entry, where nothing above took it away. */
function mergedEntries(
  layers: readonly LayerInventory[],
  view: MergedView,
  entriesOf: (layer: LayerInventory) => Readonly<Record<string, string>>,
): Map<string, string> {
  const merged = new Map<string, string>();
  for (const [index, layer] of layers.entries()) {
    for (const [path, entry] of Object.entries(entriesOf(layer))) {
      if (view.survives(index, path)) merged.set(path, entry);
    }
  }
  return merged;
}

/** By cataloger; where two files speak of one fact, the last in the order of paths. */
function factsOf(surviving: readonly SurvivingUnit[]): Map<string, Record<string, string>> {
  const all = new Map<string, Record<string, string>>();
  for (const { unit } of surviving.toSorted((a, b) => (a.unit.path < b.unit.path ? -1 : 1))) {
    if (Object.keys(unit.facts).length === 0) continue;
    const facts = all.get(unit.cataloger) ?? Object.create(null);
    all.set(unit.cataloger, Object.assign(facts, unit.facts));
  }
  return all;
}

/** Drops what lockfiles name twice, and moves the owners' indexes with it. */
function select(
  { occurrences }: UnitOccurrences,
  owners: readonly (number | undefined)[],
): Occurrence[] {
  const isKept = withoutInstalledElsewhere(occurrences);
  let next = 0;
  const positions = isKept.map((kept) => (kept ? next++ : undefined));
  return occurrences.flatMap((occurrence, index) => {
    if (!isKept[index]) return [];
    const owner = owners[index];
    const ownedBy = owner === undefined ? undefined : positions[owner];
    return ownedBy === undefined ? occurrence : { ...occurrence, ownedBy };
  });
}

/** What was said of a file that a higher layer took away is no gap of the image. */
function layerDiagnostics(layers: readonly LayerInventory[], view: MergedView): Diagnostic[] {
  return layers.flatMap(({ diagnostics }, layer) =>
    diagnostics
      .filter(({ path }) => path === undefined || view.survives(layer, path))
      .map((diagnostic) => ({ ...diagnostic, layer })),
  );
}
