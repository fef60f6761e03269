import type { OwnedPath } from '../model/index.ts';
import { heuristicOwnersOf } from './heuristic-owners.ts';
import type { Occurrence, UnitOccurrences } from './occurrence.ts';
import type { SurvivingUnit } from './surviving-units.ts';

interface Claim {
  readonly ecosystem: string;
  readonly owner: string;
  readonly digest: string | undefined;
}

/** Who owns what. */
export interface Owners {
  /** For each occurrence, the index of its owner. */
  readonly owners: readonly (number | undefined)[];
  /** By name and place only: no database lists files. */
  readonly areGuessed: boolean;
  /** Of the paths asked for, those that a database lists. */
  readonly owned: ReadonlySet<string>;
}

/**
 * For each occurrence, the index of the OS package that owns its evidence. A file that was changed
 * since, as far as a recorded digest tells, is nobody's.
 *
 * @param surviving every unit, those without packages too: file lists have none.
 * @param ecosystemOf of a cataloger.
 * @param resolve follows the merged filesystem's links: `lib/x` where `lib` leads to `usr/lib`.
 * @param asked further paths of which to tell whether they are owned.
 */
export function ownersOf(
  { occurrences, units }: UnitOccurrences,
  surviving: readonly SurvivingUnit[],
  ecosystemOf: (cataloger: string) => string,
  resolve: (path: string) => string | undefined,
  asked: ReadonlySet<string> = new Set(),
): Owners {
  const evidence = units
    .filter((_, index) => canBeOwned(occurrences[index]))
    .map(({ unit }) => unit.path);
  const claims = claimsOn(new Set([...evidence, ...asked]), surviving, ecosystemOf, resolve);
  const owned = asked.intersection(claims);
  if (!evidence.some((path) => claims.has(path))) {
    const hasLists = surviving.some(({ unit }) => unit.ownership.length > 0);
    return hasLists
      ? { owners: occurrences.map(() => undefined), areGuessed: false, owned }
      : { owners: heuristicOwnersOf({ occurrences, units }), areGuessed: true, owned };
  }
  const index = ownerIndex(occurrences);
  const owners = units.map(({ unit }, own) => {
    if (!canBeOwned(occurrences[own])) return undefined;
    const found = claims.get(unit.path) ?? [];
    const isChanged = found.some(({ digest }) => isOther(digest, unit.md5, unit.sha1, unit.digest));
    if (isChanged) return undefined;
    return found
      .map(({ ecosystem, owner }) => index.get(`${ecosystem}\0${owner}`))
      .find((owner) => owner !== undefined && owner !== own);
  });
  return { owners, areGuessed: false, owned };
}

/** A database's packages own; nobody owns them. */
function canBeOwned(occurrence: Occurrence | undefined): boolean {
  return occurrence !== undefined && occurrence.package.evidence !== 'database';
}

function claimsOn(
  evidence: ReadonlySet<string>,
  surviving: readonly SurvivingUnit[],
  ecosystemOf: (cataloger: string) => string,
  resolve: (path: string) => string | undefined,
): Map<string, Claim[]> {
  const claims = new Map<string, Claim[]>();
  if (evidence.size === 0) return claims;
  const canonical = withResolvedFolders(resolve);
  for (const { unit } of surviving) {
    for (const { owner, paths } of unit.ownership) {
      for (const owned of paths) {
        const path = evidence.has(owned.path) ? owned.path : canonical(owned.path);
        if (!evidence.has(path)) continue;
        const claim = claimOf(ecosystemOf(unit.cataloger), owner, owned);
        const others = claims.get(path);
        if (others) others.push(claim);
        else claims.set(path, [claim]);
      }
    }
  }
  return claims;
}

function claimOf(ecosystem: string, owner: string, { digest }: OwnedPath): Claim {
  return { ecosystem, owner, digest };
}

/** A list has many files of the same folder: each folder is resolved once. */
function withResolvedFolders(
  resolve: (path: string) => string | undefined,
): (path: string) => string {
  const folders = new Map<string, string>();
  return (path) => {
    const slash = path.lastIndexOf('/');
    if (slash < 0) return path;
    const folder = path.slice(0, slash);
    let real = folders.get(folder);
    if (real === undefined) {
      real = resolve(folder) ?? folder;
      folders.set(folder, real);
    }
    return `${real}/${path.slice(slash + 1)}`;
  };
}

/** By name as the databases write it, with and without the architecture. */
function ownerIndex(occurrences: readonly Occurrence[]): Map<string, number> {
  const owners = new Map<string, number>();
  for (const [index, { package: pkg }] of occurrences.entries()) {
    if (pkg.evidence !== 'database') continue;
    const name = `${pkg.ecosystem}\0${pkg.name}`;
    if (!owners.has(name)) owners.set(name, index);
    if (pkg.architecture) owners.set(`${name}:${pkg.architecture}`, index);
  }
  return owners;
}

/** Digests of other algorithms than those that were computed tell nothing. */
function isOther(recorded: string | undefined, ...computed: readonly string[]): boolean {
  if (recorded === undefined) return false;
  const algorithm = recorded.slice(0, recorded.indexOf(':') + 1);
  const same = computed.find((digest) => digest.startsWith(algorithm));
  return same !== undefined && algorithm !== '' && same !== recorded;
}
