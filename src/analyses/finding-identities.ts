import type { Finding, Inventory } from '../model/index.ts';
import type { FindingIdentity, MatchesKeyOf } from './ports.ts';
import type { Results } from './results.ts';

/** The findings of a result as a repository's book names them, each once. */
export async function findingIdentities(
  { digest, analyzerRevision, matches: key }: MatchesKeyOf,
  results: Results,
): Promise<readonly FindingIdentity[]> {
  const [inventory, matches] = await Promise.all([
    results.inventory(digest, analyzerRevision),
    results.matches(key),
  ]);
  if (!inventory || !matches) return [];
  const all = matches.findings.flatMap((finding) => identityOf(finding, inventory));
  return [...new Map(all.map((identity) => [identityKey(identity), identity])).values()];
}

/** What is not counted in totals is in no book either. */
function identityOf(finding: Finding, { packages }: Inventory): FindingIdentity[] {
  const found = packages[finding.package]?.package;
  if (finding.hidden !== undefined || found === undefined) return [];
  return [
    {
      vulnerability: finding.id,
      packageType: found.ecosystem,
      packageName: found.name,
      severity: finding.severity,
    },
  ];
}

/** A text that only the same finding has. */
export function identityKey({ vulnerability, packageType, packageName }: FindingIdentity): string {
  return `${vulnerability}\n${packageType}\n${packageName}`;
}
