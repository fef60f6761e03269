import type { AdvisoryEntry, AffectedPackage, AffectedStatement } from '../../model/index.ts';
import { isDistribution } from '../namespace.ts';
import { byCodeUnits } from '../snapshot/order.ts';

/** Rows that a page shows; a flaw of the kernel is in a thousand packages. */
const MOST_PACKAGES = 1_000;

/** Of one package in one namespace: a bundle for each update that fixed it again. */
const MOST_STATEMENTS = 20;

/** Of versions that are listed one by one. */
const MOST_VERSIONS = 50;

/** Entries by package and namespace: registries of languages first, then distributions. */
export function affectedPackages(entries: readonly AdvisoryEntry[]): {
  readonly listed: readonly AffectedPackage[];
  readonly count: number;
} {
  const packages = Map.groupBy(entries, ({ affected: { namespace, ecosystem, name } }) =>
    [isDistribution(ecosystem) ? 1 : 0, namespace, name].join('\n'),
  );
  const listed = [...packages]
    .toSorted(([a], [b]) => byCodeUnits(a, b))
    .slice(0, MOST_PACKAGES)
    .flatMap(([, own]) => packageOf(own));
  return { listed, count: packages.size };
}

function packageOf(entries: readonly AdvisoryEntry[]): AffectedPackage[] {
  const [first] = entries;
  if (first === undefined) return [];
  const { namespace, ecosystem: type, name } = first.affected;
  const statements = entries.slice(0, MOST_STATEMENTS).map(statementOf);
  return [{ namespace, type, name, statements }];
}

function statementOf({ advisory, affected }: AdvisoryEntry): AffectedStatement {
  const { status, ranges, versions, severity, unimportant, module, architectures } = affected;
  return {
    advisory: advisory.id,
    source: advisory.source,
    status,
    ranges,
    versions: versions.slice(0, MOST_VERSIONS),
    versionCount: versions.length,
    ...(severity && { severity: severity.severity }),
    isUnimportant: unimportant ?? false,
    ...(module !== undefined && { module }),
    architectures,
  };
}
