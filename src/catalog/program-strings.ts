import { ecosystems } from '../ecosystems/index.ts';
import type { Distro, Package } from '../model/index.ts';
import type { Occurrence } from './occurrence.ts';

/**
 * For each occurrence, whether it is a program known by the strings in its bytes only, of which something
 * better is known: the distribution's package that owns the file, Bitnami's component that it is a part of, or what Go's linker
 * recorded of it.
 * What others package (nginx.org, PGDG) has no advisories of a distribution: it stays.
 *
 * @param owners for each occurrence, the index of its owner.
 */
export function isToldBetter(
  occurrences: readonly Occurrence[],
  owners: readonly (number | undefined)[],
  distro: Distro | undefined,
): boolean[] {
  const modules = occurrences.flatMap(({ package: pkg }) =>
    pkg.ecosystem === 'golang' && hasVersion(pkg) ? pkg : [],
  );
  const components = occurrences.flatMap(({ package: pkg }) =>
    pkg.ecosystem === 'bitnami' && pkg.inside === undefined ? folderOf(pkg) : [],
  );
  return occurrences.map(({ package: pkg }, index) => {
    if (pkg.evidence !== 'strings') return false;
    const owner = occurrences[owners[index] ?? -1]?.package;
    if (owner && originOf(owner, distro) !== 'third-party') return true;
    const [path = ''] = pkg.locations;
    if (components.some((folder) => path.startsWith(folder))) return true;
    const { module } = pkg.facts ?? {};
    return module !== undefined && modules.some((one) => isModule(one, module, pkg));
  });
}

/** `opt/bitnami/redis/`, where its SPDX file lies and everything else of it. Not the root. */
function folderOf({ locations: [path = ''] }: Package): string[] {
  const end = path.lastIndexOf('/');
  return end > 0 ? [path.slice(0, end + 1)] : [];
}

function originOf(pkg: Package, distro: Distro | undefined) {
  return ecosystems.get(pkg.ecosystem)?.originOf(pkg, distro);
}

function hasVersion({ version }: Package): boolean {
  return ecosystems.get('golang')?.versions.parse(version) !== undefined;
}

/** The program's module in the same file, or in the same version: an SDK's `go` and its `VERSION`. */
function isModule(found: Package, module: string, program: Package): boolean {
  if (found.name !== module && !found.name.startsWith(`${module}/`)) return false;
  const isSameFile = found.locations[0] === program.locations[0];
  return isSameFile || (module === 'toolchain' && isSameVersion(found, program));
}

function isSameVersion({ version }: Package, program: Package): boolean {
  const scheme = ecosystems.get('generic')?.versions;
  const [a, b] = [scheme?.parse(version), scheme?.parse(program.version)];
  return a !== undefined && b !== undefined && scheme?.compare(a, b) === 0;
}
