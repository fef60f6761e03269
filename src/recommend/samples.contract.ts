import type { Finding, InventoryPackage, Package } from '../model/index.ts';

/** A package found at a place. */
export function rowOf(
  ecosystem: string,
  name: string,
  version: string,
  more: Partial<Package> = {},
): InventoryPackage {
  return {
    package: {
      ecosystem,
      name,
      version,
      licenses: [],
      locations: [],
      evidence: 'metadata',
      confidence: 'exact',
      scope: 'runtime',
      ...more,
    },
    purl: undefined,
    foundBy: 'test',
    introducedIn: 0,
    origin: 'unknown',
    item: undefined,
  };
}

/** A finding on the package of that index. */
export function findingOf(
  id: string,
  at: number,
  fixedIn?: string,
  more: Partial<Finding> = {},
): Finding {
  return {
    id,
    ids: [id],
    vendorIds: [],
    package: at,
    class: 'vulnerability',
    status: fixedIn === undefined ? 'affected' : 'fix_available',
    severity: 'high',
    ratings: [],
    ...(fixedIn !== undefined && { fixedIn }),
    confidence: 'exact',
    matches: [],
    ...more,
  };
}
