import type { Occurrence } from './occurrence.ts';

/** What `deps.json` names lies beside it, or below this folder beside it by platform. */
const BY_PLATFORM = 'runtimes/';

/**
 * For each occurrence, whether it is an assembly of .NET known by its version resource only, in a
 * folder whose `deps.json` names what the program is made of.
 */
export function isInProgram(occurrences: readonly Occurrence[]): boolean[] {
  const folders = new Set(
    occurrences.flatMap(({ package: { ecosystem, evidence, locations } }) =>
      ecosystem === 'nuget' && evidence === 'metadata' ? locations.map(folderOf) : [],
    ),
  );
  return occurrences.map(({ package: { ecosystem, evidence, locations } }) => {
    if (ecosystem !== 'nuget' || evidence !== 'manifest') return false;
    const folder = folderOf(locations[0] ?? '');
    return folders.has(folder) || folders.has(folder.split(BY_PLATFORM, 1)[0] ?? '');
  });
}

/** With the slash at its end. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
