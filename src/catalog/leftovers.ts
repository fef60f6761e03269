import type { LayerInventory, LeftoverPackage, Leftovers, Unit } from '../model/index.ts';
import { NOTED_BYTES } from './layer-files.ts';
import type { MergedView } from './merged-view.ts';
import { type Occurrence, identityOf } from './occurrence.ts';
import type { GoneFile } from './placed-files.ts';

/** Named one by one: enough to see what to do about them. */
const LISTED = 100;

/** Evidence that a higher layer deleted or replaced. */
export interface GoneUnit {
  readonly unit: Unit;
  readonly layer: number;
  readonly goneIn: number;
}

/** What is in the image's layers and not in its filesystem. */
export function leftoversOf(
  gone: readonly GoneFile[],
  units: readonly GoneUnit[],
  present: readonly Occurrence[],
): Leftovers {
  const layers = [...Map.groupBy(gone, ({ layer }) => layer)].map(([layer, files]) => ({
    layer,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  const largest = gone
    .toSorted((a, b) => b.bytes - a.bytes || a.layer - b.layer || (a.path < b.path ? -1 : 1))
    .slice(0, LISTED);
  const packages = leftoverPackages(units, present);
  return {
    layers,
    fromBytes: NOTED_BYTES,
    largest,
    packages: packages.slice(0, LISTED),
    packageCount: packages.length,
  };
}

export function goneUnits(layers: readonly LayerInventory[], view: MergedView): GoneUnit[] {
  return layers.flatMap(({ units }, layer) =>
    units.flatMap((unit) => {
      const goneIn = view.placeOf(layer, unit.path)?.goneIn ?? layer;
      return goneIn === layer || goneIn === Infinity ? [] : [{ unit, layer, goneIn }];
    }),
  );
}

/**
 * Packages that no evidence tells of any more, each once, with the highest layer that had it. What
 * a lockfile named was maybe never there.
 */
function leftoverPackages(
  units: readonly GoneUnit[],
  present: readonly Occurrence[],
): LeftoverPackage[] {
  const known = new Set(present.map((occurrence) => identityOf(occurrence.package)));
  const packages = new Map<string, LeftoverPackage>();
  for (const { unit, layer, goneIn } of units) {
    for (const pkg of unit.packages) {
      const identity = identityOf(pkg);
      if (known.has(identity) || pkg.evidence === 'lockfile') continue;
      const { ecosystem, name, version } = pkg;
      packages.set(identity, { ecosystem, name, version, layer, goneIn });
    }
  }
  return [...packages]
    .toSorted(([a, { layer }], [b, { layer: other }]) => layer - other || (a < b ? -1 : 1))
    .map(([, leftover]) => leftover);
}
