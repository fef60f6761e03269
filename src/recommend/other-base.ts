import type { Inventory, InventoryPackage } from '../model/index.ts';
import { isSystem } from './command.ts';
import { higher } from './fixable-groups.ts';

/** An image, and the two bases that it is thought of on. */
export interface BaseSwap {
  readonly image: Inventory;
  /** What it is built on: its layers are the image's lowest. */
  readonly base: Inventory;
  readonly other: Inventory;
}

export interface OnOtherBase {
  /** What the image would hold, built anew on the other base with the same files on top. */
  readonly inventory: Inventory;
  readonly risks: readonly BaseRisk[];
}

/** Why it may come otherwise when it is really built. */
export type BaseRisk =
  /** The other base is of another distribution or release. */
  | { readonly kind: 'other-distribution'; readonly from: string; readonly to: string }
  /** Packages of the distribution that are installed on top: counted in the versions of today. */
  | { readonly kind: 'installed-anew'; readonly packages: number }
  /** Packages of the distribution in the old base that the other has not: the first names. */
  | { readonly kind: 'not-in-base'; readonly packages: readonly string[] };

/** Names of missing packages that are told. */
const MOST_NAMES = 20;

/**
 * The image's own packages on the packages of another base, without building. What the image's layers
 * removed stays removed; a package of the distribution that they changed has the higher version of the
 * two, as a package manager leaves it.
 */
export function onOtherBase({ image, base, other }: BaseSwap): OnOtherBase {
  const baseLayers = base.layers.length;
  const isOwn = ({ introducedIn }: InventoryPackage): boolean => introducedIn >= baseLayers;
  const own = image.packages.filter(isOwn);
  const inImage = keysOf(image.packages);
  const gone = new Set([...keysOf(base.packages)].filter((key) => !inImage.has(key)));
  const merged = merge(own, other, gone);
  const shift = other.layers.length - baseLayers;
  const { executables: _, leftovers: __, ...rest } = other;
  const inventory = {
    ...rest,
    layers: [...other.layers, ...image.layers.slice(baseLayers)],
    packages: place(merged, { image, other }, shift),
    facts: { ...image.facts, ...other.facts },
    diagnostics: image.diagnostics,
  };
  return { inventory, risks: risksOf({ base, other }, own, keysOf(inventory.packages), gone) };
}

/** A library is its name at its place, a package of the distribution its name alone. */
function keyOf({ package: found }: InventoryPackage): string {
  const { ecosystem, name, architecture = '', locations } = found;
  return isSystem(ecosystem)
    ? `${ecosystem}\0${name}\0${architecture}`
    : `${ecosystem}\0${name}\0${locations[0] ?? ''}`;
}

function keysOf(packages: readonly InventoryPackage[]): Set<string> {
  return new Set(packages.map(keyOf));
}

/** Where a package of the merged list is from. */
interface Merged {
  readonly found: InventoryPackage;
  readonly from: 'image' | 'other';
  readonly key: string;
}

function merge(
  own: readonly InventoryPackage[],
  other: Inventory,
  gone: ReadonlySet<string>,
): readonly Merged[] {
  const ownByKey = new Map(own.map((found) => [keyOf(found), found]));
  const kept = new Set<InventoryPackage>();
  const lower = other.packages.flatMap((found): Merged[] => {
    const key = keyOf(found);
    if (gone.has(key)) return [];
    const above = ownByKey.get(key);
    if (above === undefined) return [{ found, from: 'other', key }];
    const { ecosystem, version } = found.package;
    const isLower =
      isSystem(ecosystem) && higher(ecosystem, version, above.package.version) === version;
    if (!isLower) return [];
    kept.add(above);
    return [{ found, from: 'other', key }];
  });
  const upper = own
    .filter((found) => !kept.has(found))
    .map((found): Merged => ({ found, from: 'image', key: keyOf(found) }));
  return [...lower, ...upper];
}

/** Layers and owners by their places in the new lists. */
function place(
  merged: readonly Merged[],
  lists: Pick<BaseSwap, 'image' | 'other'>,
  shift: number,
): readonly InventoryPackage[] {
  const positions = new Map(merged.map(({ key }, index) => [key, index]));
  return merged.map(({ found, from }) => {
    const { ownedBy, ...rest } = found;
    const introducedIn = found.introducedIn + (from === 'image' ? shift : 0);
    const owner = ownedBy === undefined ? undefined : lists[from].packages[ownedBy];
    const at = owner && positions.get(keyOf(owner));
    return { ...rest, introducedIn, ...(at !== undefined && { ownedBy: at }) };
  });
}

function risksOf(
  { base, other }: Pick<BaseSwap, 'base' | 'other'>,
  own: readonly InventoryPackage[],
  present: ReadonlySet<string>,
  gone: ReadonlySet<string>,
): readonly BaseRisk[] {
  const [from, to] = [releaseOf(base), releaseOf(other)];
  const anew = own.filter(({ package: { ecosystem } }) => isSystem(ecosystem)).length;
  const missing = base.packages
    .filter((found) => isSystem(found.package.ecosystem))
    .filter((found) => !present.has(keyOf(found)) && !gone.has(keyOf(found)))
    .map(({ package: { name } }) => name);
  const names = [...new Set(missing)].toSorted().slice(0, MOST_NAMES);
  return [
    ...(from === to ? [] : [{ kind: 'other-distribution', from, to } as const]),
    ...(anew > 0 ? [{ kind: 'installed-anew', packages: anew } as const] : []),
    ...(names.length > 0 ? [{ kind: 'not-in-base', packages: names } as const] : []),
  ];
}

function releaseOf({ distro }: Inventory): string {
  return distro ? `${distro.id} ${distro.versionId}`.trim() : 'none';
}
