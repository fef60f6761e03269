import type { InventoryPackage, SbomComparison } from '../model/index.ts';
import { compareSbom } from './compare-sbom.ts';
import type { SurvivingUnit } from './surviving-units.ts';

/** The cataloger whose facts are bills of materials. */
const CATALOGER = 'sbom-documents';
/** Of one image: distributions can lay one beside every package. */
const MOST = 1_000;

/** Units of bills of materials, and all others. */
export function partDocuments(surviving: readonly SurvivingUnit[]): {
  readonly documents: readonly SurvivingUnit[];
  readonly others: readonly SurvivingUnit[];
} {
  return {
    documents: surviving.filter(isDocument),
    others: surviving.filter((one) => !isDocument(one)),
  };
}

/** Each document of the image against its packages, by path; nobody can tell whether one means all of it. */
export function documentComparisons(
  documents: readonly SurvivingUnit[],
  packages: readonly InventoryPackage[],
): readonly SbomComparison[] {
  return documents
    .toSorted((a, b) => (a.unit.path < b.unit.path ? -1 : 1))
    .slice(0, MOST)
    .map(({ unit: { path, facts }, layer }) => {
      const { format = '', purls = '' } = facts;
      const own = { place: path, layer, format, purls: purls.split('\n'), isWhole: false };
      return compareSbom(own, packages);
    });
}

function isDocument({ unit }: SurvivingUnit): boolean {
  return unit.cataloger === CATALOGER;
}
