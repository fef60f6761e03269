import { hash } from 'node:crypto';
import type { Finding, InventoryPackage, Severity } from '../model/index.ts';
import { SEVERITIES } from '../model/index.ts';
import type { LocatedFinding } from './located-findings.ts';
import { countBySeverity } from './summary.ts';

/** Whether a row is a package with its vulnerabilities, or a vulnerability with its packages. */
export type Grouping = 'package' | 'vulnerability';

/** What a closed row says; `findings` open it. */
export interface FindingGroup {
  /** In the report's order; never empty. */
  readonly findings: readonly LocatedFinding[];
  readonly worst: Severity;
  /** Distinct vulnerabilities, each at its worst. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly fixable: number;
  readonly exploited: number;
  /** The highest of its findings; absent where none has any. */
  readonly epss?: number;
  readonly score?: number;
}

/** Findings by package, or by vulnerability, in the order of the first of each. */
export function groupFindings(
  located: readonly LocatedFinding[],
  grouping: Grouping,
): readonly FindingGroup[] {
  const groups = new Map<number | string, LocatedFinding[]>();
  for (const one of located) {
    const of = grouping === 'package' ? one.finding.package : one.finding.id;
    const group = groups.get(of);
    if (group) group.push(one);
    else groups.set(of, [one]);
  }
  return [...groups.values()].map(groupOf);
}

function groupOf(located: readonly LocatedFinding[]): FindingGroup {
  const findings = located.map(({ finding }) => finding);
  const epss = highest(findings.map(({ context }) => context?.epss?.probability));
  const score = highest(findings.map(({ rating }) => rating?.score));
  return {
    findings: located,
    worst: worstOf(findings),
    bySeverity: countBySeverity(findings),
    fixable: countIds(findings.filter(({ fixedIn }) => fixedIn !== undefined)),
    exploited: countIds(findings.filter(({ context }) => context?.kev !== undefined)),
    ...(epss !== undefined && { epss }),
    ...(score !== undefined && { score }),
  };
}

/** Names a package among those of its image, also in the report of another day: hexadecimal digits. */
export function packageKey({ package: found }: InventoryPackage): string {
  const { ecosystem, name, version, architecture, inside, locations } = found;
  const parts = [ecosystem, name, version, architecture ?? '', inside ?? '', ...locations];
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}

/** What rows are sorted by; ties stay in the report's order, worst first. */
export type GroupOrder = 'severity' | 'name' | 'epss' | 'score' | 'count' | 'fixed';

export function sortGroups(
  groups: readonly FindingGroup[],
  order: GroupOrder,
  grouping: Grouping,
): readonly FindingGroup[] {
  return groups.toSorted(order === 'name' ? byName(grouping) : ORDERS[order]);
}

type Compare = (left: FindingGroup, right: FindingGroup) => number;

const ORDERS: Readonly<Record<Exclude<GroupOrder, 'name'>, Compare>> = {
  severity: bySeverity,
  epss: (left, right) => (right.epss ?? -1) - (left.epss ?? -1) || bySeverity(left, right),
  score: (left, right) => (right.score ?? -1) - (left.score ?? -1) || bySeverity(left, right),
  count: (left, right) => right.findings.length - left.findings.length || bySeverity(left, right),
  fixed: (left, right) => right.fixable - left.fixable || bySeverity(left, right),
};

/** More critical ones first, of equally many more high ones, and so on. */
function bySeverity(left: FindingGroup, right: FindingGroup): number {
  for (const severity of SEVERITIES) {
    const difference = right.bySeverity[severity] - left.bySeverity[severity];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** By code units. */
function byName(grouping: Grouping): Compare {
  const nameOf = ({ findings: [first] }: FindingGroup): string =>
    (grouping === 'package' ? first?.found.package.name : first?.finding.id) ?? '';
  return (left, right) => {
    const [a, b] = [nameOf(left), nameOf(right)];
    return a === b ? 0 : a < b ? -1 : 1;
  };
}

function worstOf(findings: readonly Finding[]): Severity {
  const ranks = findings.map(({ severity }) => SEVERITIES.indexOf(severity));
  return SEVERITIES[ranks.reduce((least, rank) => Math.min(least, rank))] ?? 'unknown';
}

function countIds(findings: readonly Finding[]): number {
  return new Set(findings.map(({ id }) => id)).size;
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  let most: number | undefined;
  for (const value of values) {
    if (value !== undefined && (most === undefined || value > most)) most = value;
  }
  return most;
}
