import { ecosystems } from '../ecosystems/index.ts';
import type { Occurrence } from './occurrence.ts';

/**
 * Leaves out what lockfiles name where the image tells what is installed: below the lockfile's own
 * folder, the installed packages of its ecosystem are the truth (development dependencies are often
 * not among them); elsewhere, a package that is installed in the same version is not named twice.
 */
export function withoutInstalledElsewhere(occurrences: readonly Occurrence[]): boolean[] {
  const installed = occurrences.filter(({ package: { evidence } }) => evidence !== 'lockfile');
  const versions = new Set(installed.map(versionKey));
  const whole = installed.filter((occurrence) => !isPartial(occurrence));
  const folders = new Set(whole.flatMap(foldersOf));
  return occurrences.map((occurrence) => {
    const { evidence, ecosystem, locations } = occurrence.package;
    if (evidence !== 'lockfile') return true;
    if (versions.has(versionKey(occurrence))) return false;
    const folder = folderOf(locations[0] ?? '');
    return !folders.has(`${ecosystem}\0${folder}`);
  });
}

/** What strings in a program tell, or versions of single assemblies, is a part of what is there. */
function isPartial({ package: { ecosystem, evidence } }: Occurrence): boolean {
  return evidence === 'strings' || (ecosystem === 'nuget' && evidence === 'manifest');
}

/** A locked `pyyaml 6.0` and an installed `PyYAML 6.0.0` are one. */
function versionKey({ package: { ecosystem, name, version } }: Occurrence): string {
  const known = ecosystems.get(ecosystem);
  if (!known) return [ecosystem, name, version].join('\0');
  return [ecosystem, known.normalizeName(name), known.normalizeVersion(version)].join('\0');
}

/** Every folder that a package lies below, with its ecosystem. The root is no project. */
function foldersOf({ package: { ecosystem, locations } }: Occurrence): string[] {
  const folders: string[] = [];
  for (const location of locations) {
    for (let folder = folderOf(location); folder !== ''; folder = folderOf(folder)) {
      folders.push(`${ecosystem}\0${folder}`);
    }
  }
  return folders;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
