import type { InventoryPackage } from '../model/index.ts';
import type { LocatedFinding } from './located-findings.ts';
import { visibleFindings } from './located-findings.ts';
import type { Report } from './report.ts';

/** What changed from one image to another. */
export interface Comparison {
  /** Of the second image. */
  readonly opened: readonly ChangedFinding[];
  /** Of the first image. */
  readonly closed: readonly ChangedFinding[];
  /** Distinct vulnerabilities that both have. */
  readonly unchanged: number;
  readonly added: readonly InventoryPackage[];
  readonly removed: readonly InventoryPackage[];
  readonly changed: readonly PackageChange[];
  /** Layers that both begin with. */
  readonly sharedLayers: number;
}

/** A finding that one image has and the other has not, and what made the difference. */
export interface ChangedFinding extends LocatedFinding {
  readonly cause: ChangeCause;
  /** Of the same package in the other image, where it is there in another version. */
  readonly otherVersion?: string;
}

/** `judgement`: the package is the same, what is known or said of it is not. */
export type ChangeCause = 'package-added' | 'package-removed' | 'package-changed' | 'judgement';

export interface PackageChange {
  readonly before: InventoryPackage;
  readonly after: InventoryPackage;
}

/**
 * Compares two reports. A finding is the same when vulnerability, package type and name are: an
 * upgrade that does not fix it opens nothing. Hidden findings are left out.
 */
export function compareReports(before: Report, after: Report): Comparison {
  const [old, recent] = [findingsByKey(before), findingsByKey(after)];
  return {
    opened: changesIn(recent, old, before.packages, 'package-added'),
    closed: changesIn(old, recent, after.packages, 'package-removed'),
    unchanged: [...recent.keys()].filter((key) => old.has(key)).length,
    ...comparePackages(before.packages, after.packages),
    sharedLayers: sharedLayers(before, after),
  };
}

/** The findings that the others have not; `others`: the packages of the image without them. */
function changesIn(
  own: ReadonlyMap<string, LocatedFinding>,
  known: ReadonlyMap<string, LocatedFinding>,
  others: readonly InventoryPackage[],
  withoutPackage: ChangeCause,
): readonly ChangedFinding[] {
  const byName = groupBy(others, nameKey);
  return [...own].flatMap(([key, located]): ChangedFinding[] => {
    if (known.has(key)) return [];
    const versions = (byName.get(nameKey(located.found)) ?? []).map(
      ({ package: { version } }) => version,
    );
    const [otherVersion] = versions;
    if (otherVersion === undefined) return [{ ...located, cause: withoutPackage }];
    const isSame = versions.includes(located.found.package.version);
    return [
      isSame
        ? { ...located, cause: 'judgement' }
        : { ...located, cause: 'package-changed', otherVersion },
    ];
  });
}

function sharedLayers(before: Report, after: Report): number {
  const first = before.layers.findIndex(
    ({ diffId }, at) => diffId === undefined || diffId !== after.layers[at]?.diffId,
  );
  return first === -1 ? before.layers.length : first;
}

function findingsByKey(report: Report): ReadonlyMap<string, LocatedFinding> {
  const byKey = new Map<string, LocatedFinding>();
  for (const located of visibleFindings(report)) {
    const key = `${located.finding.id}\0${nameKey(located.found)}`;
    if (!byKey.has(key)) byKey.set(key, located);
  }
  return byKey;
}

function comparePackages(
  before: readonly InventoryPackage[],
  after: readonly InventoryPackage[],
): Pick<Comparison, 'added' | 'removed' | 'changed'> {
  const gone = withoutThoseIn(before, after);
  const come = withoutThoseIn(after, before);
  const changed: PackageChange[] = [];
  const removed: InventoryPackage[] = [];
  const candidates = groupBy(come, nameKey);
  for (const one of gone) {
    const successor = candidates.get(nameKey(one))?.shift();
    if (successor) changed.push({ before: one, after: successor });
    else removed.push(one);
  }
  return { added: [...candidates.values()].flat(), removed, changed };
}

/** Each occurrence counts: two versions of one library side by side are two. */
function withoutThoseIn(
  packages: readonly InventoryPackage[],
  others: readonly InventoryPackage[],
): InventoryPackage[] {
  const known = new Set(others.map(versionKey));
  return packages.filter((found) => !known.has(versionKey(found)));
}

function groupBy(
  packages: readonly InventoryPackage[],
  key: (found: InventoryPackage) => string,
): Map<string, InventoryPackage[]> {
  const groups = new Map<string, InventoryPackage[]>();
  for (const found of packages) {
    const group = groups.get(key(found));
    if (group) group.push(found);
    else groups.set(key(found), [found]);
  }
  return groups;
}

function nameKey({ package: { ecosystem, name, architecture } }: InventoryPackage): string {
  return `${ecosystem}\0${name}\0${architecture ?? ''}`;
}

function versionKey(found: InventoryPackage): string {
  return `${nameKey(found)}\0${found.package.version}`;
}
