import type { Diagnostic, InventoryPackage, SbomComparison } from '../model/index.ts';
import { compareSbom, foundPurls } from './compare-sbom.ts';
import type { SurvivingUnit } from './surviving-units.ts';

/** The cataloger whose facts are bills of materials. */
const CATALOGER = 'sbom-documents';
/** Of one image: distributions can lay one beside every package. */
const MOST_DOCUMENTS = 1_000;
/** Of all of them together: some tenths of a second. */
const MOST_PURLS = 100_000;

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

export interface DocumentComparisons {
  readonly sboms: readonly SbomComparison[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Each document of the image against its packages, by path; nobody can tell whether one means all of it. */
export function documentComparisons(
  documents: readonly SurvivingUnit[],
  packages: readonly InventoryPackage[],
): DocumentComparisons {
  if (documents.length === 0) return { sboms: [], diagnostics: [] };
  const found = foundPurls(packages);
  const sboms: SbomComparison[] = [];
  let left = MOST_PURLS;
  for (const { unit, layer } of documents.toSorted(byPath)) {
    const { format = '', purls: text = '' } = unit.facts;
    const purls = text.split('\n');
    if (sboms.length === MOST_DOCUMENTS || purls.length > left) {
      return { sboms, diagnostics: [notCompared(sboms.length, documents.length)] };
    }
    left -= purls.length;
    sboms.push(compareSbom({ place: unit.path, layer, format, purls, isWhole: false }, found));
  }
  return { sboms, diagnostics: [] };
}

function byPath({ unit: a }: SurvivingUnit, { unit: b }: SurvivingUnit): number {
  return a.path < b.path ? -1 : 1;
}

function notCompared(compared: number, all: number): Diagnostic {
  return {
    code: 'catalog.sboms-not-compared',
    severity: 'info',
    message: `the image has ${all} bills of materials; the first ${compared} by path were compared, within ${MOST_DOCUMENTS} of them and ${MOST_PURLS} packages`,
  };
}

function isDocument({ unit }: SurvivingUnit): boolean {
  return unit.cataloger === CATALOGER;
}
