import type { Finding, InventoryPackage, Severity } from '../model/index.ts';
import { SEVERITIES } from '../model/index.ts';
import type { Summary } from './report.ts';

/**
 * Counts distinct vulnerabilities, each once at its worst, as people ask for: ten packages of one
 * source do not make ten of one.
 */
export function summarize(
  packages: readonly InventoryPackage[],
  findings: readonly Finding[],
): Summary {
  const visible = findings.filter(({ hidden }) => hidden === undefined);
  return {
    packages: packages.length,
    affectedPackages: new Set(visible.map((finding) => finding.package)).size,
    vulnerabilities: countIds(visible),
    bySeverity: countBySeverity(visible),
    fixable: countIds(visible.filter(({ fixedIn }) => fixedIn !== undefined)),
    exploited: countIds(visible.filter(({ context }) => context?.kev !== undefined)),
    malware: countIds(visible.filter((finding) => finding.class === 'malware')),
    hidden: countHidden(findings),
  };
}

function countIds(findings: readonly Finding[]): number {
  return new Set(findings.map(({ id }) => id)).size;
}

/** Distinct ids by the worst severity that any package has them with. */
export function countBySeverity(
  findings: readonly Pick<Finding, 'id' | 'severity'>[],
): Record<Severity, number> {
  const worst = new Map<string, number>();
  for (const { id, severity } of findings) {
    const rank = SEVERITIES.indexOf(severity);
    worst.set(id, Math.min(worst.get(id) ?? rank, rank));
  }
  const counts = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, none: 0, unknown: 0 };
  for (const rank of worst.values()) counts[SEVERITIES[rank] ?? 'unknown']++;
  return counts;
}

function countHidden(findings: readonly Finding[]): Record<string, number> {
  const ids = new Map<string, Set<string>>();
  for (const { hidden, id } of findings) {
    if (hidden === undefined) continue;
    const known = ids.get(hidden) ?? new Set<string>();
    ids.set(hidden, known.add(id));
  }
  return Object.fromEntries([...ids].map(([reason, found]) => [reason, found.size]));
}
