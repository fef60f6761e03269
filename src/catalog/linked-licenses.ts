import type { Occurrence } from './occurrence.ts';
import type { SurvivingUnit } from './surviving-units.ts';

/** What a fact's name begins with that gives a package's licences, one a line. */
export const LICENSES = 'licenses:';
/** The same of licences that were recognized in a text by its phrases. */
export const RECOGNIZED_LICENSES = 'licenses-recognized:';
export const LICENSE_FACTS: readonly string[] = [LICENSES, RECOGNIZED_LICENSES];
/** What a package's fact `licenses` says of those. */
export const RECOGNIZED = 'recognized';

type Facts = ReadonlyMap<string, Record<string, string>>;

/**
 * Adds the licences of packages whose documentation folder is a link to another's: Debian keeps one
 * copyright file for packages of one source (`libgcc-s1 -> gcc-12-base`).
 *
 * https://www.debian.org/doc/debian-policy/ch-docs.html#copyright-information
 *
 * @param facts by cataloger; added to.
 * @param resolve follows the merged filesystem's links.
 */
export function addLinkedLicenses(
  facts: Facts,
  surviving: readonly SurvivingUnit[],
  occurrences: readonly Occurrence[],
  resolve: (path: string) => string | undefined,
): void {
  for (const [cataloger, own] of facts) {
    for (const start of LICENSE_FACTS) {
      addOfKind(start, own, licensedFolders(surviving, cataloger, start), occurrences, resolve);
    }
  }
}

function addOfKind(
  start: string,
  own: Record<string, string>,
  folders: ReadonlyMap<string, string>,
  occurrences: readonly Occurrence[],
  resolve: (path: string) => string | undefined,
): void {
  const parents = new Set([...folders.keys()].map(folderOf));
  for (const parent of parents) {
    for (const { package: pkg } of occurrences) {
      const fact = start + pkg.name;
      if (pkg.evidence !== 'database' || Object.hasOwn(own, fact)) continue;
      const licenses = folders.get(resolve(`${parent}/${pkg.name}`) ?? '');
      if (licenses !== undefined) own[fact] = licenses;
    }
  }
}

/** Licences by the folder of the file that tells them. */
function licensedFolders(
  surviving: readonly SurvivingUnit[],
  cataloger: string,
  start: string,
): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const { unit } of surviving) {
    if (unit.cataloger !== cataloger) continue;
    const folder = folderOf(unit.path);
    const name = folder.slice(folder.lastIndexOf('/') + 1);
    const licenses = Object.hasOwn(unit.facts, start + name) ? unit.facts[start + name] : undefined;
    if (licenses !== undefined) folders.set(folder, licenses);
  }
  return folders;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
