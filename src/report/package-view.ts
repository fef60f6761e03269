import type { InventoryPackage } from '../model/index.ts';
import { SEVERITIES } from '../model/index.ts';
import type { LocatedFinding } from './located-findings.ts';

/** What a person wants to see of the packages of an image; absent: no wish. */
export interface PackageFilter {
  readonly packageTypes?: ReadonlySet<string>;
  /** Indexes, 0 the lowest. */
  readonly layers?: ReadonlySet<number>;
  /** An identifier of its expression, what it declares where that is none, or `NO_LICENCE`. */
  readonly licence?: string;
  /** In the name, whatever the case. */
  readonly search?: string;
  readonly onlyAffected?: boolean;
}

/** Of a package of which none is known. https://spdx.github.io/spdx-spec/v2.3/package-information/#713-concluded-license-field */
export const NO_LICENCE = 'NOASSERTION';

export type PackageOrder = 'name' | 'type' | 'severity' | 'layer';

/** What a filter leaves of the packages, and what other choices would show. */
export interface PackageView {
  readonly packages: readonly InventoryPackage[];
  readonly facets: PackageFacets;
}

/** For each choice how many packages it would show, all other choices as they are. */
export interface PackageFacets {
  readonly affected: number;
  readonly packageTypes: ReadonlyMap<string, number>;
  /** By index, 0 the lowest. */
  readonly layers: ReadonlyMap<number, number>;
  readonly licences: ReadonlyMap<string, number>;
}

/** Filters and counts: a pass over the packages. `findings` are those that count. */
export function viewPackages(
  packages: readonly InventoryPackage[],
  findings: readonly LocatedFinding[],
  filter: PackageFilter,
): PackageView {
  const affected = new Set(findings.map(({ found }) => found));
  const facets = {
    affected: 0,
    packageTypes: new Map<string, number>(),
    layers: new Map<number, number>(),
    licences: new Map<string, number>(),
  };
  const passing = packages.filter((found) => {
    const failed = WISHES.filter((wish) => !PASSES[wish](found, filter, affected.has(found)));
    if (failed.length > 1) return false;
    const [only] = failed;
    const isWithout = (wish: Wish): boolean => only === undefined || only === wish;
    const { ecosystem } = found.package;
    if (isWithout('onlyAffected') && affected.has(found)) facets.affected += 1;
    if (isWithout('packageTypes')) addOne(facets.packageTypes, ecosystem);
    if (isWithout('layers')) addOne(facets.layers, found.introducedIn);
    if (isWithout('licence')) {
      for (const licence of new Set(licencesOf(found))) addOne(facets.licences, licence);
    }
    return only === undefined;
  });
  return { packages: passing, facets };
}

type Wish = keyof PackageFilter;

const PASSES: Readonly<
  Record<Wish, (found: InventoryPackage, filter: PackageFilter, isAffected: boolean) => boolean>
> = {
  packageTypes: ({ package: { ecosystem } }, { packageTypes }) =>
    packageTypes?.has(ecosystem) !== false,
  layers: ({ introducedIn }, { layers }) => layers?.has(introducedIn) !== false,
  licence: (found, { licence }) => licence === undefined || licencesOf(found).includes(licence),
  search: ({ package: { name } }, { search = '' }) =>
    name.toLowerCase().includes(search.toLowerCase()),
  onlyAffected: (_, { onlyAffected }, isAffected) => !onlyAffected || isAffected,
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table above
const WISHES = Object.keys(PASSES) as readonly Wish[];

function licencesOf({ license, package: own }: InventoryPackage): readonly string[] {
  if (license) return license.ids;
  return own.licenses.length === 0 ? [NO_LICENCE] : own.licenses;
}

function addOne<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** By the one that is asked for and then by name; of one name as the inventory has them. */
export function sortPackages(
  packages: readonly InventoryPackage[],
  findings: readonly LocatedFinding[],
  order: PackageOrder,
): readonly InventoryPackage[] {
  const byName = packages.toSorted((left, right) => compare(left.package.name, right.package.name));
  switch (order) {
    case 'name':
      return byName;
    case 'type':
      return byName.toSorted((left, right) =>
        compare(left.package.ecosystem, right.package.ecosystem),
      );
    case 'layer':
      return byName.toSorted((left, right) => left.introducedIn - right.introducedIn);
    case 'severity': {
      const worst = worstOf(findings);
      const rank = (found: InventoryPackage): number => worst.get(found) ?? SEVERITIES.length;
      return byName.toSorted((left, right) => rank(left) - rank(right));
    }
  }
}

/** The place of the worst severity of each in the order of severities. */
function worstOf(findings: readonly LocatedFinding[]): ReadonlyMap<InventoryPackage, number> {
  const worst = new Map<InventoryPackage, number>();
  for (const { found, finding } of findings) {
    const rank = SEVERITIES.indexOf(finding.severity);
    worst.set(found, Math.min(worst.get(found) ?? rank, rank));
  }
  return worst;
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
