import type { Limits } from '../base/index.ts';
import type { ImageConfig } from '../image/index.ts';
import type { Diagnostic, Distro, Inventory, LayerInventory } from '../model/index.ts';
import { isInProgram } from './assemblies.ts';
import { ecosystemOfCataloger } from './catalogers.ts';
import { executableCoverage } from './executable-coverage.ts';
import { finishInventory } from './finish-inventory.ts';
import { secretsOf } from './image-secrets.ts';
import { withHistory } from './layer-history.ts';
import { goneUnits, leftoversOf } from './leftovers.ts';
import { addLinkedLicenses } from './linked-licenses.ts';
import { withoutInstalledElsewhere } from './lockfiles.ts';
import { type MergedView, mergedViewOf } from './merged-view.ts';
import { type Occurrence, type UnitOccurrences, occurrencesOf } from './occurrence.ts';
import { type Owners, ownersOf } from './ownership.ts';
import { type LayerNotes, notedFiles, placedFiles } from './placed-files.ts';
import { isToldBetter } from './program-strings.ts';
import { distroOf } from './release-files.ts';
import { documentComparisons, partDocuments } from './sbom-documents.ts';
import type { Selectors } from './selectors.ts';
import { type SurvivingUnit, survivingUnits } from './surviving-units.ts';

export interface SquashInput {
  /** The lowest first. */
  readonly layers: readonly LayerInventory[];
  readonly config: Pick<ImageConfig, 'history'>;
  readonly selectors: Selectors;
  readonly limits: Pick<Limits, 'symlinks'>;
}

/** What is in the filesystem that the layers make together. Pure, whatever the order of a layer's files. */
export function squash({ layers, config, selectors, limits }: SquashInput): Inventory {
  const noted = notedFiles(layers);
  const view = mergedViewOf(
    layers,
    (layer, index) => interestingPaths(layer, noted.layers[index]),
    limits.symlinks,
  );
  const { documents, others: surviving } = partDocuments(survivingUnits(layers, view, selectors));
  const found = occurrencesOf(surviving);
  const files = placedFiles(noted.layers, view);
  const executables = files.executables.keys();
  const owners = ownersOf(
    found,
    surviving,
    ecosystemOfCataloger,
    view.resolve,
    new Set(executables),
  );
  const facts = factsOf(surviving);
  addLinkedLicenses(facts, surviving, found.occurrences, view.resolve);
  const history = withHistory(layers, config);
  const distro = distroOf(releaseFiles(layers, view), view.resolve);
  const occurrences = select(found, owners, distro);
  const inventory = finishInventory({
    layers: history.layers,
    distro,
    facts,
    occurrences,
    diagnostics: [
      ...history.diagnostics,
      ...view.diagnostics,
      ...noted.diagnostics,
      ...layerDiagnostics(layers, view),
    ],
  });
  const secrets = secretsOf(layers, view);
  const compared = documentComparisons(documents, inventory.packages);
  return {
    ...inventory,
    ...(secrets && { secrets }),
    ...(compared.sboms.length > 0 && { sboms: compared.sboms }),
    diagnostics: [...inventory.diagnostics, ...compared.diagnostics],
    executables: executableCoverage(files.executables, owners.owned, occurrences),
    leftovers: leftoversOf(files.gone, goneUnits(layers, view), found.occurrences),
  };
}

/** Every path of a layer that the view is asked for. */
function* interestingPaths(
  { units, releaseFiles, secrets, diagnostics }: LayerInventory,
  notes: LayerNotes = new Map(),
) {
  yield* notes.keys();
  for (const { path } of units) yield path;
  yield* Object.keys(releaseFiles);
  for (const { path } of secrets?.places ?? []) yield path;
  for (const { path } of diagnostics) if (path !== undefined) yield outermost(path);
}

/** `a.war` of `a.war!/b.jar`. */
function outermost(path: string): string {
  return path.split('!/', 1)[0] ?? path;
}

/** Of each place the text that is there in the end. */
function releaseFiles(layers: readonly LayerInventory[], view: MergedView): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [layer, { releaseFiles }] of layers.entries()) {
    for (const [path, text] of Object.entries(releaseFiles)) {
      const place = view.placeOf(layer, path);
      if (place?.goneIn === Infinity) texts.set(place.path, text);
    }
  }
  return texts;
}

/** By cataloger; where two files speak of one fact, the last in the order of paths. */
function factsOf(surviving: readonly SurvivingUnit[]): Map<string, Record<string, string>> {
  const all = new Map<string, Record<string, string>>();
  for (const { unit } of surviving.toSorted((a, b) => (a.unit.path < b.unit.path ? -1 : 1))) {
    if (Object.keys(unit.facts).length === 0) continue;
    const facts = all.get(unit.cataloger) ?? Object.create(null);
    all.set(unit.cataloger, Object.assign(facts, unit.facts));
  }
  return all;
}

/** Drops what is told better elsewhere, and moves the owners' indexes with it. */
function select(
  { occurrences }: UnitOccurrences,
  { owners, areGuessed }: Owners,
  distro: Distro | undefined,
): Occurrence[] {
  const isInstalled = withoutInstalledElsewhere(occurrences);
  const isTold = isToldBetter(occurrences, owners, distro);
  const isNamed = isInProgram(occurrences);
  const isKept = occurrences.map(
    (_, index) => isInstalled[index] === true && !isTold[index] && !isNamed[index],
  );
  let next = 0;
  const positions = isKept.map((kept) => (kept ? next++ : undefined));
  return occurrences.flatMap((occurrence, index) => {
    if (!isKept[index]) return [];
    const owner = owners[index];
    const ownedBy = owner === undefined ? undefined : positions[owner];
    if (ownedBy === undefined) return occurrence;
    return { ...occurrence, ownedBy, ...(areGuessed && { isOwnerGuessed: true }) };
  });
}

/** What was said of a file that a higher layer took away is no gap of the image. */
function layerDiagnostics(layers: readonly LayerInventory[], view: MergedView): Diagnostic[] {
  return layers.flatMap(({ diagnostics }, layer) =>
    diagnostics
      .filter(({ path }) => {
        const place = path === undefined ? undefined : view.placeOf(layer, outermost(path));
        return place === undefined || place.goneIn === Infinity;
      })
      .map((diagnostic) => ({ ...diagnostic, layer })),
  );
}
