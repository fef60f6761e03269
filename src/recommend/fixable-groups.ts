import { type VersionScheme, ecosystems } from '../ecosystems/index.ts';
import type { Finding, FixChange, InventoryPackage, Severity } from '../model/index.ts';
import { SEVERITIES } from '../model/index.ts';

/** A finding that an upgrade of its package removes. */
export interface Fixable {
  readonly finding: Finding;
  readonly found: InventoryPackage;
  readonly fixedIn: string;
}

/** What counts and has a fix, by what is changed together, in the order met. */
export function fixableGroups(
  packages: readonly InventoryPackage[],
  findings: readonly Finding[],
  keyOf: (found: InventoryPackage) => string,
): readonly (readonly Fixable[])[] {
  const groups = new Map<string, Fixable[]>();
  for (const finding of findings) {
    const found = packages[finding.package];
    if (!found || finding.fixedIn === undefined || finding.hidden !== undefined) continue;
    // Its files are a package's of the distribution: only who builds that can change them.
    if (found.ownedBy !== undefined) continue;
    const key = keyOf(found);
    const group = groups.get(key) ?? [];
    group.push({ finding, found, fixedIn: finding.fixedIn });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The project a path lies in: what stands before the first folder of installed packages. */
export function placeOf([path = '']: readonly string[]): string {
  const at = path.search(
    /(?:^|\/)(?:node_modules|vendor|site-packages|dist-packages|specifications)\//,
  );
  if (at !== -1) return path.slice(0, at);
  return path
    .replace(/!\/.*$/, '')
    .replace(/[^/]*$/, '')
    .replace(/\/$/, '');
}

/** What is one package to whoever upgrades it: a library of one version in one project. */
export function libraryKey({ package: found }: InventoryPackage): string {
  const { ecosystem, name, version, locations } = found;
  return `${ecosystem}\0${name}\0${version}\0${placeOf(locations)}`;
}

/** The first number that is not 0 goes up: semantic versioning's promise, and what others mean. */
export function isBreaking({ from, to }: Pick<FixChange, 'from' | 'to'>): boolean {
  return leadOf(from) !== leadOf(to);
}

function leadOf(version: string): string {
  return /^v?(?:0\.)*\d+/.exec(version)?.[0].replace(/^v/, '') ?? version;
}

/** Of two versions; the first where they cannot be compared. */
export function higher(ecosystem: string, a: string, b: string): string {
  const scheme: VersionScheme<unknown> | undefined = ecosystems.get(ecosystem)?.versions;
  const [left, right] = [scheme?.parse(a), scheme?.parse(b)];
  if (!scheme || left === undefined || right === undefined) return a;
  return scheme.compare(left, right) < 0 ? b : a;
}

/** Each vulnerability once, at its worst. */
export function countDistinct(findings: readonly Finding[]): Record<Severity, number> {
  const worst = new Map<string, Severity>();
  for (const { id, severity } of findings) {
    const known = worst.get(id);
    if (known === undefined || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known)) {
      worst.set(id, severity);
    }
  }
  const counts = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, none: 0, unknown: 0 };
  for (const severity of worst.values()) counts[severity]++;
  return counts;
}

/** Gains in order: the most exploited, then by the worst severity, then by how many. */
export function byGain(a: Gain, b: Gain): number {
  if (a.exploited !== b.exploited) return b.exploited - a.exploited;
  for (const severity of SEVERITIES) {
    const difference = b.fixes[severity] - a.fixes[severity];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What is gone after a change. */
export interface Gain {
  /** Distinct vulnerabilities, hidden ones left out. */
  readonly fixes: Readonly<Record<Severity, number>>;
  /** Of these, known exploited ones. */
  readonly exploited: number;
}

export function gainOf(findings: readonly Finding[]): Gain {
  const exploited = findings.filter(({ context }) => context?.kev !== undefined);
  return {
    fixes: countDistinct(findings),
    exploited: new Set(exploited.map(({ id }) => id)).size,
  };
}
