import type { Package, Purl } from '../model/index.ts';
import type { SurvivingUnit } from './surviving-units.ts';

/** A package at one place, before its context is known. Also what an SBOM's packages are. */
export interface Occurrence {
  readonly package: Package;
  /** The cataloger whose unit it is from. */
  readonly foundBy: string;
  /** Index of the layer since which it has been there in this version. */
  readonly introducedIn: number;
  /** The OS package that owns its evidence, by index into the occurrences. */
  readonly ownedBy?: number;
  /** By name and place only: told as the package's fact `owner: 'guessed'`. */
  readonly isOwnerGuessed?: boolean;
  /** As an SBOM states it; stands where the ecosystem can make none. */
  readonly purl?: Purl;
}

/** The occurrences of units; `units` tells from which each is, by the same index. */
export interface UnitOccurrences {
  readonly occurrences: readonly Occurrence[];
  readonly units: readonly SurvivingUnit[];
}

export function occurrencesOf(surviving: readonly SurvivingUnit[]): UnitOccurrences {
  const occurrences: Occurrence[] = [];
  const units: SurvivingUnit[] = [];
  for (const found of surviving) {
    const earlier = found.history.map(({ unit, layer }) => ({
      layer,
      keys: new Set(unit.packages.map(identityOf)),
    }));
    for (const pkg of found.unit.packages) {
      const key = identityOf(pkg);
      const since = earlier.findIndex(({ keys }) => !keys.has(key));
      const unbroken = since < 0 ? earlier : earlier.slice(0, since);
      const introducedIn = unbroken.at(-1)?.layer ?? found.layer;
      occurrences.push({ package: pkg, foundBy: found.unit.cataloger, introducedIn });
      units.push(found);
    }
  }
  return { occurrences, units };
}

/** What makes it the same package in a database that was written anew. */
export function identityOf({
  ecosystem,
  name,
  version,
  architecture = '',
  module = '',
}: Package): string {
  return [ecosystem, name, version, architecture, module].join('\0');
}
