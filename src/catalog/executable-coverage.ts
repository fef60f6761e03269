import type { ExecutableCoverage, FileSum } from '../model/index.ts';
import type { Occurrence } from './occurrence.ts';
import { foldersOf } from './package-folders.ts';
import type { Executable } from './placed-files.ts';

/** Named one by one. */
const LISTED = 100;

/**
 * Which executables the packages that were found explain: those that a database lists, those that a
 * package was read from, and those in the folder of a package. An OS package's file counts as its
 * own even if somebody changed it.
 *
 * @param owned paths of executables that a database lists.
 */
export function executableCoverage(
  executables: ReadonlyMap<string, Executable>,
  owned: ReadonlySet<string>,
  occurrences: readonly Occurrence[],
): ExecutableCoverage {
  const read = new Set(
    occurrences.flatMap(({ package: { locations } }) => locations.map(outermost)),
  );
  const folders = new Set(occurrences.flatMap((occurrence) => foldersOf(occurrence.package)));
  const unknown = [...executables.values()].filter(
    ({ path }) => !owned.has(path) && !read.has(path) && !isWithin(path, folders),
  );
  const largest = unknown
    .toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
    .slice(0, LISTED);
  return { all: sumOf([...executables.values()]), unknown: sumOf(unknown), largest };
}

function sumOf(files: readonly Executable[]): FileSum {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** `a.war` of `a.war!/b.jar`. */
function outermost(path: string): string {
  return path.split('!/', 1)[0] ?? path;
}

function isWithin(path: string, folders: ReadonlySet<string>): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (folders.has(path.slice(0, end))) return true;
  }
  return false;
}
