import { type Ecosystem, type MatchContext, ecosystems } from '../ecosystems/index.ts';
import type {
  Diagnostic,
  Distro,
  Inventory,
  InventoryLayer,
  InventoryPackage,
  Item,
  License,
  OwnerItem,
  Package,
} from '../model/index.ts';
import { licenseExpression } from './license-expression.ts';
import { LICENSE_FACTS, LICENSES, RECOGNIZED, RECOGNIZED_LICENSES } from './linked-licenses.ts';
import { mergeOccurrences } from './merge-occurrences.ts';
import type { Occurrence } from './occurrence.ts';

/** Packages as read, from layers or from an SBOM, and what of the image bears on them. */
export interface RawInventory {
  readonly layers: readonly InventoryLayer[];
  readonly distro: Distro | undefined;
  /** Facts of the image by cataloger id: enabled channels, content sets. */
  readonly facts: MatchContext['facts'];
  readonly occurrences: readonly Occurrence[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives each package its purl, origin and item, and makes one row of what differs in place only.
 * The same for layers and for an SBOM, so that both match alike. Rows are in code-unit order of
 * ecosystem, name, version.
 */
export function finishInventory(raw: RawInventory): Inventory {
  const context: MatchContext = { distro: raw.distro, facts: raw.facts };
  const rows = raw.occurrences.map((occurrence): InventoryPackage => {
    const { foundBy, introducedIn, ownedBy } = occurrence;
    const owner = distributionOwner(raw, ownedBy);
    const ecosystem = ecosystemOf(occurrence.package);
    return {
      package: withLicenses(withGuess(occurrence, owner), ecosystem, raw.facts),
      purl: ecosystem?.purlOf(occurrence.package, raw.distro) ?? occurrence.purl,
      foundBy,
      introducedIn,
      ...(owner && ownedBy !== undefined ? { ownedBy } : {}),
      origin: ecosystem?.originOf(occurrence.package, raw.distro) ?? 'unknown',
      item: itemOf(occurrence.package, owner, context),
    };
  });
  return {
    layers: raw.layers,
    ...(raw.distro && { distro: raw.distro }),
    packages: withExpressions(mergeOccurrences(rows)),
    facts: matchingFacts(raw.facts),
    diagnostics: raw.diagnostics,
  };
}

/** All but the licences, which the packages carry by now. */
function matchingFacts(facts: MatchContext['facts']): Inventory['facts'] {
  const kept = [...facts].map(([cataloger, own]): [string, Record<string, string>] => [
    cataloger,
    Object.fromEntries(
      Object.entries(own).filter(
        ([name]) => !LICENSE_FACTS.some((start) => name.startsWith(start)),
      ),
    ),
  ]);
  return Object.fromEntries(kept.filter(([, own]) => Object.keys(own).length > 0));
}

/** None of a type that only SBOMs name so far. */
// oxlint-disable-next-line typescript/no-explicit-any -- as in the registry of ecosystems
function ecosystemOf({ ecosystem }: Package): Ecosystem<any> | undefined {
  return ecosystems.get(ecosystem);
}

/** What others package may be as old as upstream made it: only a distribution's own word counts. */
function distributionOwner(raw: RawInventory, index: number | undefined): Package | undefined {
  const owner = index === undefined ? undefined : raw.occurrences[index]?.package;
  if (!owner) return undefined;
  return ecosystemOf(owner)?.originOf(owner, raw.distro) === 'distribution' ? owner : undefined;
}

/** The reader is told of an owner that is known by its name and place only. */
function withGuess(
  { package: pkg, isOwnerGuessed }: Occurrence,
  owner: Package | undefined,
): Package {
  return owner && isOwnerGuessed ? { ...pkg, facts: { ...pkg.facts, owner: 'guessed' } } : pkg;
}

/**
 * Licences that the ecosystem's database names apart, as the fact `licenses:NAME`, one a line; what
 * was recognized in a text is told as such.
 */
function withLicenses(
  pkg: Package,
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  ecosystem: Ecosystem<any> | undefined,
  facts: MatchContext['facts'],
): Package {
  if (pkg.licenses.length > 0 || !ecosystem) return pkg;
  const told = (start: string): readonly string[] | undefined =>
    ecosystem.catalogers
      .map(({ id }) => facts.get(id)?.[start + pkg.name])
      .find((text) => text !== undefined)
      ?.split('\n');
  const declared = told(LICENSES);
  if (declared) return { ...pkg, licenses: declared };
  const licenses = told(RECOGNIZED_LICENSES);
  return licenses ? { ...pkg, licenses, facts: { ...pkg.facts, licenses: RECOGNIZED } } : pkg;
}

/** Each with its licences as one expression; most packages of an image share a few. */
function withExpressions(rows: readonly InventoryPackage[]): InventoryPackage[] {
  const known = new Map<string, License | undefined>();
  return rows.map((row) => {
    const { licenses, facts } = row.package;
    if (licenses.length === 0) return row;
    const mean = ecosystemOf(row.package)?.licensesMean ?? 'all';
    const from = facts?.['licenses'] === RECOGNIZED ? RECOGNIZED : 'declared';
    const key = JSON.stringify([mean, from, licenses]);
    if (!known.has(key)) {
      const found = licenseExpression(licenses, mean);
      known.set(key, found && { ...found, from });
    }
    const license = known.get(key);
    return license ? { ...row, license } : row;
  });
}

function itemOf(pkg: Package, owner: Package | undefined, context: MatchContext): Item | undefined {
  // What a distribution's package was made with is its own affair: nothing of it is installed.
  if (owner && pkg.evidence === 'lockfile') return undefined;
  const target = ecosystemOf(pkg)?.matchTargetOf(pkg, context);
  if (!target) return undefined;
  const ownedBy = owner && ownerItemOf(owner, context);
  const module = moduleStream(pkg.module);
  return {
    ecosystem: pkg.ecosystem,
    namespace: target.namespace,
    channels: target.channels,
    keys: target.keys,
    ...(pkg.architecture && { architecture: pkg.architecture }),
    ...(module !== undefined && { module }),
    class: target.isKernelHeaders ? 'kernel-headers' : 'package',
    ...(target.confidence && target.confidence !== 'exact' && { confidence: target.confidence }),
    ...(ownedBy && { ownedBy }),
  };
}

function ownerItemOf(owner: Package, context: MatchContext): OwnerItem | undefined {
  const target = ecosystemOf(owner)?.matchTargetOf(owner, context);
  if (!target) return undefined;
  const module = moduleStream(owner.module);
  return {
    namespace: target.namespace,
    ecosystem: owner.ecosystem,
    ...(target.channels.length > 0 && { channels: target.channels }),
    keys: target.keys,
    ...(module !== undefined && { module }),
  };
}

/** `nodejs:12` of `nodejs:12:8030020201124152102:229f0a1c`. */
function moduleStream(label: string | undefined): string | undefined {
  return label === undefined ? undefined : label.split(':').slice(0, 2).join(':');
}
