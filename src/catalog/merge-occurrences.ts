import type { InventoryPackage, Package } from '../model/index.ts';

/**
 * One row for what is the same in all but its place: an npm package at three paths is one package
 * with three locations. A copy that the distribution owns, or of another evidence, stays apart.
 */
export function mergeOccurrences(rows: readonly InventoryPackage[]): InventoryPackage[] {
  const groups: InventoryPackage[][] = [];
  const positions = new Uint32Array(rows.length);
  for (const run of runsOf(rows)) {
    // Most packages are there once: what they are need not be written out.
    const known = new Map<string, number>();
    for (const { row, index } of run) {
      const key = run.length === 1 ? '' : sameness(row);
      const position = known.get(key) ?? groups.length;
      known.set(key, position);
      positions[index] = position;
      const group = groups[position];
      if (group) group.push(row);
      else groups.push([row]);
    }
  }
  return groups.map((group) => mergeGroup(group, (index) => positions[index] ?? 0));
}

interface Place {
  readonly row: InventoryPackage;
  readonly index: number;
}

/** In order, those of one name and version together. */
function* runsOf(rows: readonly InventoryPackage[]): Generator<readonly Place[]> {
  const order = rows.map((row, index) => ({ row, index })).toSorted(inOrder);
  let start = 0;
  for (let end = 1; end <= order.length; end += 1) {
    const [first, next] = [order[start], order[end]];
    if (first && next && compareNames(first.row, next.row) === 0) continue;
    yield order.slice(start, end);
    start = end;
  }
}

/** Code units decide, field by field; the first location last. */
function inOrder({ row: a }: Place, { row: b }: Place): number {
  return compareNames(a, b) || comparePlaces(a, b);
}

function compareNames({ package: a }: InventoryPackage, { package: b }: InventoryPackage): number {
  return (
    compare(a.ecosystem, b.ecosystem) || compare(a.name, b.name) || compare(a.version, b.version)
  );
}

function comparePlaces(left: InventoryPackage, right: InventoryPackage): number {
  const [a, b] = [left.package, right.package];
  return (
    compare(a.architecture ?? '', b.architecture ?? '') ||
    compare(a.locations[0] ?? '', b.locations[0] ?? '') ||
    compare(a.inside ?? '', b.inside ?? '') ||
    compare(left.foundBy, right.foundBy)
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
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
  if (group.length === 1 && first.ownedBy === undefined) return first;
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
