import { ecosystems } from '../ecosystems/index.ts';
import type { InventoryPackage, SbomComparison } from '../model/index.ts';
import { parseForeignPurl } from '../model/index.ts';

/** A bill of materials as far as it is compared. */
export interface ForeignSbom {
  readonly place: string;
  readonly layer?: number;
  readonly format: string;
  readonly purls: readonly string[];
  /** Whether it means to name everything in the image, and not one component. */
  readonly isWhole: boolean;
}

/** Named one by one, of each kind of difference. */
const LISTED = 100;

interface Named {
  readonly purl: string;
  readonly key: string;
  readonly version: string;
}

/** What was found, as bills of materials are held against it. */
export interface FoundPurls {
  readonly named: readonly Named[];
  readonly versions: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Made once of an image, however many documents it has. */
export function foundPurls(packages: readonly InventoryPackage[]): FoundPurls {
  const named = packages.flatMap(({ purl }) => (purl ? namedBy(purl) : []));
  const versions = [...Map.groupBy(named, ({ key }) => key)].map(
    ([key, all]) => [key, new Set(all.map(({ version }) => version))] as const,
  );
  return { named, versions: new Map(versions) };
}

/** What it names and was not found, or in another version; of a whole one, what it does not name. */
export function compareSbom(
  { place, layer, format, purls, isWhole }: ForeignSbom,
  { named: ours, versions }: FoundPurls,
): SbomComparison {
  const named = distinct(purls.flatMap(namedBy));
  const missing = named.filter(({ key }) => !versions.has(key));
  const others = named.filter(({ key, version }) => versions.get(key)?.has(version) === false);
  return {
    place,
    ...(layer !== undefined && { layer }),
    format,
    packages: named.length,
    agreed: named.length - missing.length - others.length,
    missing: missing.slice(0, LISTED).map(({ purl }) => purl),
    missingCount: missing.length,
    otherVersions: others
      .slice(0, LISTED)
      .map(({ purl, key }) => ({ purl, found: [...(versions.get(key) ?? [])].toSorted() })),
    otherVersionCount: others.length,
    ...(isWhole && unlistedIn(named, ours)),
  };
}

function unlistedIn(
  named: readonly Named[],
  ours: readonly Named[],
): Pick<SbomComparison, 'unlisted' | 'unlistedCount'> {
  const theirs = new Set(named.map(({ key }) => key));
  const unlisted = distinct(ours.filter(({ key }) => !theirs.has(key)));
  return {
    unlisted: unlisted.slice(0, LISTED).map(({ purl }) => purl),
    unlistedCount: unlisted.length,
  };
}

/** Qualifiers and subpaths tell a package's place and build, not which package it is. */
function namedBy(purl: string): Named[] {
  const parts = parseForeignPurl(purl);
  if (!parts || !ecosystems.has(parts.type)) return [];
  const { type, namespace = '', name, version = '' } = parts;
  return [{ purl, key: `${type}/${namespace}/${name}`.toLowerCase(), version }];
}

/** In code-unit order of the purl. */
function distinct(named: readonly Named[]): readonly Named[] {
  const byKey = new Map(named.map((one) => [`${one.key}@${one.version}`, one]));
  return [...byKey.values()].toSorted((a, b) => (a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : 0));
}
