import type { Finding, InventoryPackage } from '../../model/index.ts';
import type { LocatedFinding } from '../../report/index.ts';

/** Findings of one package, worst first. */
export interface PackageFindings {
  readonly found: InventoryPackage;
  readonly findings: readonly Finding[];
  /** Paths that it was found at. */
  readonly places: number;
}

/**
 * Packages with their findings, in the order given: the package of the worst finding first. What has
 * one name, version and layer is one, wherever it lies; a copy that the distribution answers for, or
 * that another rule identified, has findings of its own.
 */
export function groupByVersion(located: readonly LocatedFinding[]): PackageFindings[] {
  return group(located, ({ found: { package: own, introducedIn, ownedBy } }) =>
    [own.ecosystem, own.name, own.version, own.confidence, introducedIn, ownedBy ?? ''].join('\0'),
  );
}

function group(
  located: readonly LocatedFinding[],
  keyOf: (located: LocatedFinding) => unknown,
): PackageFindings[] {
  const groups = new Map<
    unknown,
    { found: Set<InventoryPackage>; findings: Map<string, Finding> }
  >();
  for (const one of located) {
    const key = keyOf(one);
    const known = groups.get(key) ?? { found: new Set(), findings: new Map<string, Finding>() };
    groups.set(key, known);
    known.found.add(one.found);
    if (!known.findings.has(one.finding.id)) known.findings.set(one.finding.id, one.finding);
  }
  return [...groups.values()].flatMap(({ found, findings }) => {
    const [first] = found;
    const places = [...found].reduce((sum, { package: own }) => sum + own.locations.length, 0);
    return first ? [{ found: first, findings: [...findings.values()], places }] : [];
  });
}
