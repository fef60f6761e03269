import type { InventoryPackage, Package } from '../model/index.ts';

/**
 * One row for what is the same in all but its place: an npm package at three paths is one package
 * with three locations. A copy that the distribution owns, or of another evidence, stays apart.
 */
export function mergeOccurrences(rows: readonly InventoryPackage[]): InventoryPackage[] {
  const order = rows
    .map((row, index) => ({ row, index, key: orderKey(row) }))
    .toSorted((a, b) => compare(a.key, b.key));
  const groups = new Map<string, InventoryPackage[]>();
  const groupOf = new Map<number, string>();
  for (const { row, index } of order) {
    const key = sameness(row);
    groupOf.set(index, key);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const positions = new Map([...groups.keys()].map((key, position) => [key, position]));
  const moved = (index: number): number => positions.get(groupOf.get(index) ?? '') ?? 0;
  return [...groups.values()].map((group) => mergeGroup(group, moved));
}

/** Code units decide, field by field; the first location last. */
function orderKey({ package: pkg, foundBy }: InventoryPackage): readonly string[] {
  const { ecosystem, name, version, architecture = '', locations, inside = '' } = pkg;
  return [ecosystem, name, version, architecture, locations[0] ?? '', inside, foundBy];
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function sameness({ package: pkg, purl, ownedBy, origin, item }: InventoryPackage): string {
  const { ecosystem, name, version, architecture, source, vendor, module, evidence } = pkg;
  const { confidence, inside, facts } = pkg;
  const identity = [ecosystem, name, version, architecture, source, vendor, module, evidence];
  return JSON.stringify([identity, confidence, inside, facts, purl, ownedBy, origin, item]);
}

function mergeGroup(
  group: readonly InventoryPackage[],
  moved: (index: number) => number,
): InventoryPackage {
  const [first] = group;
  if (!first) throw new Error('a group of no rows');
  const { ownedBy, ...rest } = first;
  return {
    ...rest,
    ...(ownedBy === undefined ? {} : { ownedBy: moved(ownedBy) }),
    package: group.length === 1 ? first.package : mergePackages(group.map((row) => row.package)),
    introducedIn: Math.min(...group.map((row) => row.introducedIn)),
  };
}

function mergePackages(packages: readonly Package[]): Package {
  const [first] = packages;
  if (!first) throw new Error('a group of no packages');
  return {
    ...first,
    licenses: distinct(packages.flatMap(({ licenses }) => licenses)),
    locations: distinct(packages.flatMap(({ locations }) => locations)),
    scope: packages.some(({ scope }) => scope === 'runtime') ? 'runtime' : 'dev',
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
