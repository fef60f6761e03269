import type { Distro, InventoryLayer } from '../../model/index.ts';
import { asDiffId, parseDigest, parseForeignPurl } from '../../model/index.ts';
import type { SbomDocument } from './component.ts';

const OS_TYPES: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** The layers that a tool names, in the order of the image where it tells it. */
export function foreignLayers({ diffIds, components }: SbomDocument): readonly InventoryLayer[] {
  const named = components.flatMap(({ diffId }) => (diffId ? [diffId] : []));
  return [...new Set([...diffIds, ...named])].flatMap((text): InventoryLayer[] => {
    const digest = parseDigest(text);
    return digest ? [{ diffId: asDiffId(digest), compressedSize: 0, size: 0 }] : [];
  });
}

/** The operating-system component, else what most purls of OS packages are qualified with. */
export function foreignDistro({ distro, components, kind }: SbomDocument): Distro | undefined {
  const path = `sbom:${kind}`;
  if (distro?.id) return { idLike: [], ...distro, id: distro.id.toLowerCase(), path };
  const counts = new Map<string, number>();
  for (const { purl } of components) {
    const key = purl === undefined ? undefined : qualifiedWith(purl);
    if (key) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  // A version begins with a digit: `opensuse-leap-15.5` is `opensuse-leap` and `15.5`.
  const [, id, versionId = ''] = /^(.*?)(?:-(\d.*))?$/.exec(most?.[0] ?? '') ?? [];
  return id ? { id: id.replace(/-$/, '').toLowerCase(), versionId, idLike: [], path } : undefined;
}

/** `distro`, or docker scout's `os_name` and `os_version`. */
function qualifiedWith(purl: string): string | undefined {
  const parts = parseForeignPurl(purl);
  if (!parts || !OS_TYPES.has(parts.type)) return undefined;
  const { distro, os_name: name, os_version: version = '' } = parts.qualifiers ?? {};
  return name ? `${name}-${version}` : distro;
}
