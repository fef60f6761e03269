import { type Ecosystem, ecosystems } from '../ecosystems/index.ts';
import type {
  AdvisorySnapshot,
  Diagnostic,
  EndOfLife,
  Finding,
  Inventory,
  InventoryPackage,
  Item,
  NamespaceCoverage,
  Package,
} from '../model/index.ts';
import { idOrder, severityRank } from '../model/index.ts';
import type { ItemResult } from './match-item.ts';
import { matchItem, weakest } from './match-item.ts';

/** What a snapshot says of an image. */
export interface InventoryMatches {
  /** Worst first; `Finding.package` is an index into the inventory's packages. */
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
  /** Versions that could not be compared: a gap, never a silent miss. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Which of an image's packages advisories can speak of. */
export interface Coverage {
  /** Of the namespaces that its packages need, those that the snapshot has. */
  readonly namespaces: readonly NamespaceCoverage[];
  /** Those that it has not. */
  readonly uncovered: readonly string[];
  /** OS packages for whose distribution no advisories are known to be written. */
  readonly withoutFeed: number;
  /** Programs of no ecosystem that no advisory is read for or names, by name and version. */
  readonly withoutAdvisories: readonly string[];
  /** Packages of types that nobody writes advisories for, or that we know nothing of. */
  readonly unadvised: readonly UnadvisedPackages[];
  /** Namespaces that are matched by derivation only: a parent's, or one of a release that is not out. */
  readonly derived: readonly string[];
  /** Of the distribution's release, where its security support has an end. */
  readonly endOfLife?: EndOfLife;
}

/** How many packages of a type could not be matched with anything. */
export interface UnadvisedPackages {
  /** For people: `conda packages`. */
  readonly title: string;
  readonly packages: number;
}

/** Matches every item of an inventory; equal items are matched once. */
export function matchInventory(inventory: Inventory, snapshot: AdvisorySnapshot): InventoryMatches {
  const results = new Map<string, ItemResult>();
  const findings: Finding[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, found] of inventory.packages.entries()) {
    if (!found.item) continue;
    const result = remember(results, found.item, snapshot);
    for (const finding of result.findings) findings.push(onPackage(finding, index, found));
    diagnostics.push(...result.notComparable.map((one) => notComparable(one, found)));
  }
  return {
    findings: inOrder(findings),
    coverage: coverageOf(inventory, snapshot),
    diagnostics,
  };
}

function remember(
  results: Map<string, ItemResult>,
  item: Item,
  snapshot: AdvisorySnapshot,
): ItemResult {
  const key = identityOf(item);
  const known = results.get(key);
  if (known) return known;
  const result = matchItem(item, snapshot);
  results.set(key, result);
  return result;
}

/** A text that only equal items share. Most have one key and nothing besides. */
function identityOf(item: Item): string {
  const [key, ...others] = item.keys;
  const isPlain =
    key && others.length === 0 && item.channels.length === 0 && !item.ownedBy && !item.module;
  if (!isPlain) return JSON.stringify(item);
  const { ecosystem, namespace, architecture = '', confidence = '' } = item;
  const context = `${ecosystem}\0${namespace}\0${architecture}\0${confidence}\0${item.class}`;
  return `${context}\0${key.via}\0${key.name}\0${key.version}\0${key.ignoresEpoch ?? ''}`;
}

/** A finding is no surer than the package that it is on. */
function onPackage(
  finding: ItemResult['findings'][number],
  index: number,
  found: InventoryPackage,
): Finding {
  return {
    ...finding,
    package: index,
    confidence: weakest(finding.confidence, found.package.confidence),
  };
}

function notComparable(
  { advisory, texts }: ItemResult['notComparable'][number],
  { package: { name, version, locations } }: InventoryPackage,
): Diagnostic {
  const path = locations[0];
  return {
    code: 'match.not-comparable',
    severity: 'warning',
    message: `${advisory} could not be compared with ${name} ${version}: ${texts.join(', ')} cannot be read as a version`,
    ...(path !== undefined && { path }),
  };
}

/** What is counted first; then malware, severity, exploited, likely to be; then by id and place. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const orders = new Map<string, readonly [number, number]>();
  for (const { id } of findings) if (!orders.has(id)) orders.set(id, idOrder(id));
  return findings
    .map((finding) => ({ finding, order: urgencyOf(finding, orders.get(finding.id)) }))
    .toSorted((a, b) => compareNumbers(a.order, b.order) || byIdentity(a.finding, b.finding))
    .map(({ finding }) => finding);
}

function byIdentity(a: Finding, b: Finding): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.package - b.package;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers to compare in turn, the lowest first. */
function urgencyOf(
  finding: Finding,
  [rank, number]: readonly [number, number] = [0, 0],
): readonly number[] {
  const { context, rating } = finding;
  return [
    finding.hidden === undefined ? 0 : 1,
    finding.class === 'malware' ? 0 : 1,
    severityRank(finding.severity),
    context?.kev ? 0 : 1,
    -(context?.epss?.probability ?? 0),
    -(rating?.score ?? 0),
    rank,
    number,
  ];
}

/** The advisory namespaces that an inventory's items need, in the order met. */
export function namespacesOf(inventory: Inventory): readonly string[] {
  const namespaces = new Set<string>();
  for (const { item } of inventory.packages) {
    if (item) for (const namespace of [item.namespace, ...item.channels]) namespaces.add(namespace);
  }
  return [...namespaces];
}

function coverageOf(inventory: Inventory, snapshot: AdvisorySnapshot): Coverage {
  const needed = new Set(inventory.packages.flatMap(({ item }) => (item ? [item.namespace] : [])));
  const known = namespacesOf(inventory).map((namespace) => snapshot.coverageOf(namespace));
  const ends = [...needed].map((namespace) => snapshot.endOfLifeOf(namespace));
  const endOfLife = ends.find((end) => end !== undefined);
  return {
    namespaces: known.filter((coverage) => coverage !== undefined),
    uncovered: [...needed].filter((namespace) => !snapshot.coverageOf(namespace)),
    withoutFeed: withoutFeedIn(inventory),
    withoutAdvisories: programsWithoutAdvisories(inventory, snapshot),
    unadvised: unadvisedIn(inventory),
    derived: derivedIn(inventory),
    ...(endOfLife && { endOfLife }),
  };
}

function programsWithoutAdvisories({ packages }: Inventory, snapshot: AdvisorySnapshot): string[] {
  const programs = packages.filter(
    ({ package: { ecosystem }, item }) =>
      ecosystem === 'generic' && !(item && isEverNamed(item, snapshot)),
  );
  return [...new Set(programs.map(({ package: { name, version } }) => `${name} ${version}`))];
}

/**
 * Whether any advisory is on a program, of whatever version: the names of our table are those of
 * feeds, but for some that no feed that is here confirms. Of what is not here at all something else is said.
 */
function isEverNamed({ namespace, channels, keys }: Item, snapshot: AdvisorySnapshot): boolean {
  if (snapshot.coverageOf(namespace) === undefined) return true;
  return [namespace, ...channels].some((one) =>
    keys.some(({ name }) => snapshot.entriesOf(one, name).length > 0),
  );
}

/**
 * Those of types whose packages each distribution advises on. Third parties have no feed by nature; a
 * package without an item among others that have one is a virtual package.
 */
function withoutFeedIn({ packages }: Inventory): number {
  const fed = new Set(packages.flatMap(({ item, package: own }) => (item ? own.ecosystem : [])));
  return packages.filter(({ item, package: found, origin }) => {
    if (item !== undefined || origin === 'third-party' || fed.has(found.ecosystem)) return false;
    return ecosystemOf(found)?.advisedBy === 'distribution';
  }).length;
}

/** Single packages that somebody built anew do not make the distribution another. */
function derivedIn({ packages }: Inventory): string[] {
  const items = packages.flatMap(({ item }) => item ?? []);
  const own = new Set(items.filter(isOwn).map(({ namespace }) => namespace));
  const derived = items.filter((item) => !isOwn(item)).map(({ namespace }) => namespace);
  return [...new Set(derived)].filter((namespace) => !own.has(namespace));
}

function isOwn({ confidence }: Item): boolean {
  return confidence === undefined;
}

/** By type, in the order met. */
function unadvisedIn({ packages }: Inventory): UnadvisedPackages[] {
  const counts = new Map<string, number>();
  for (const { item, package: found } of packages) {
    const ecosystem = ecosystemOf(found);
    if (item !== undefined || (ecosystem && ecosystem.advisedBy !== 'nobody')) continue;
    const title = ecosystem?.title ?? `packages of type ${found.ecosystem}`;
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  return [...counts].map(([title, count]) => ({ title, packages: count }));
}

// oxlint-disable-next-line typescript/no-explicit-any -- as in the registry of ecosystems
function ecosystemOf({ ecosystem }: Package): Ecosystem<any> | undefined {
  return ecosystems.get(ecosystem);
}
