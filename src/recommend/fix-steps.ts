import { ecosystems } from '../ecosystems/index.ts';
import type { Finding, FixChange, FixStep, InventoryPackage, Severity } from '../model/index.ts';
import { SEVERITIES } from '../model/index.ts';
import { commandOf, isSystem } from './command.ts';

/**
 * What to change, most urgent first: one step for all of a distribution's packages, one for each
 * library and place. The version of a step is the highest of the lowest fixes, so that it removes
 * everything that has a fix.
 */
export function fixSteps(
  packages: readonly InventoryPackage[],
  findings: readonly Finding[],
): readonly FixStep[] {
  const groups = new Map<string, Fixable[]>();
  for (const finding of findings) {
    const found = packages[finding.package];
    if (!found || finding.fixedIn === undefined || finding.hidden !== undefined) continue;
    // Its files are a package's of the distribution: only who builds that can change them.
    if (found.ownedBy !== undefined) continue;
    const key = groupOf(found);
    const group = groups.get(key) ?? [];
    group.push({ finding, found, fixedIn: finding.fixedIn });
    groups.set(key, group);
  }
  return [...groups.values()].map(stepOf).toSorted(byGain);
}

interface Fixable {
  readonly finding: Finding;
  readonly found: InventoryPackage;
  readonly fixedIn: string;
}

function groupOf({
  package: { ecosystem, name, version },
  package: found,
}: InventoryPackage): string {
  return isSystem(ecosystem)
    ? ecosystem
    : `${ecosystem}\0${name}\0${version}\0${placeOf(found.locations)}`;
}

/** The project a path lies in: what stands before the first folder of installed packages. */
function placeOf(locations: readonly string[]): string {
  const [path = ''] = locations;
  const at = path.search(
    /(?:^|\/)(?:node_modules|vendor|site-packages|dist-packages|specifications)\//,
  );
  if (at !== -1) return path.slice(0, at);
  return path
    .replace(/!\/.*$/, '')
    .replace(/[^/]*$/, '')
    .replace(/\/$/, '');
}

function stepOf(group: readonly Fixable[]): FixStep {
  const changes = changesOf(group);
  const [first] = group;
  const ecosystem = first?.found.package.ecosystem ?? '';
  const place = isSystem(ecosystem) ? '' : placeOf(first?.found.package.locations ?? []);
  const command = commandOf(ecosystem, changes);
  return {
    ecosystem,
    changes,
    ...(command !== undefined && { command }),
    ...(place !== '' && { place }),
    isBreaking: !isSystem(ecosystem) && changes.some(isBreaking),
    fixes: countDistinct(group),
    exploited: new Set(group.filter(isExploited).map(({ finding }) => finding.id)).size,
  };
}

function changesOf(group: readonly Fixable[]): FixChange[] {
  const changes = new Map<string, FixChange>();
  for (const { found, fixedIn } of group) {
    const { name, version, ecosystem } = found.package;
    const known = changes.get(name);
    const to = known ? higher(ecosystem, known.to, fixedIn) : fixedIn;
    changes.set(name, { name, from: version, to });
  }
  return [...changes.values()];
}

function higher(ecosystem: string, a: string, b: string): string {
  const scheme = ecosystems.get(ecosystem)?.versions;
  const [left, right] = [scheme?.parse(a), scheme?.parse(b)];
  if (!scheme || left === undefined || right === undefined) return a;
  return scheme.compare(left, right) < 0 ? b : a;
}

/** The first number that is not 0 goes up: semantic versioning's promise, and what others mean. */
function isBreaking({ from, to }: FixChange): boolean {
  return leadOf(from) !== leadOf(to);
}

function leadOf(version: string): string {
  return /^v?(?:0\.)*\d+/.exec(version)?.[0].replace(/^v/, '') ?? version;
}

function isExploited({ finding }: Fixable): boolean {
  return finding.context?.kev !== undefined;
}

/** Each vulnerability once, at its worst. */
function countDistinct(group: readonly Fixable[]): Record<Severity, number> {
  const worst = new Map<string, Severity>();
  for (const { finding } of group) {
    const known = worst.get(finding.id);
    if (known === undefined || SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf(known)) {
      worst.set(finding.id, finding.severity);
    }
  }
  const counts = emptyCounts();
  for (const severity of worst.values()) counts[severity]++;
  return counts;
}

function emptyCounts(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, none: 0, unknown: 0 };
}

/** Exploited, then by the worst severity, then by how many. */
function byGain(a: FixStep, b: FixStep): number {
  if (a.exploited !== b.exploited) return b.exploited - a.exploited;
  for (const severity of SEVERITIES) {
    const difference = b.fixes[severity] - a.fixes[severity];
    if (difference !== 0) return difference;
  }
  return 0;
}
