import type { InventoryMatches } from '../match/index.ts';
import type { Inventory } from '../model/index.ts';

/** Findings of one image, by name. */
export interface Weights {
  readonly distributions: ReadonlyMap<string, number>;
  readonly sources: ReadonlyMap<string, number>;
}

/** Findings that count, by who made the package and by who wrote the advisory. */
export function weightsOf(
  { packages, distro }: Inventory,
  { findings }: InventoryMatches,
): Weights {
  const distributions = new Map<string, number>();
  const sources = new Map<string, number>();
  for (const { package: place, hidden, matches } of findings) {
    const found = packages[place];
    if (hidden !== undefined || !found) continue;
    const { ecosystem } = found.package;
    const isOfDistribution = found.origin === 'distribution' && distro !== undefined;
    const name = isOfDistribution
      ? `${distro.name ?? distro.id} ${distro.versionId}`.trim()
      : ecosystem;
    distributions.set(name, (distributions.get(name) ?? 0) + 1);
    for (const source of new Set(matches.map(({ advisory }) => advisory.source))) {
      sources.set(source, (sources.get(source) ?? 0) + 1);
    }
  }
  return { distributions, sources };
}
