import { memorySnapshot } from '../advisories/index.ts';
import type {
  Advisory,
  AdvisorySnapshot,
  Affected,
  EndOfLife,
  Inventory,
  InventoryPackage,
  Item,
  NamespaceCoverage,
  RangeEvent,
  VulnerabilityContext,
} from '../model/index.ts';
import type { ItemFinding, ItemResult } from './match-item.ts';
import { matchItem } from './match-item.ts';

/** An advisory on `lodash` of npm below 2.0.0, but for what is said otherwise. */
export function advisoryOf(id: string, more: Partial<Advisory> = {}): Advisory {
  return {
    id,
    class: 'vulnerability',
    aliases: [],
    upstream: [],
    related: [],
    source: 'test',
    summary: '',
    details: '',
    severities: [],
    weaknesses: [],
    published: '2024-01-01T00:00:00Z',
    modified: '2024-01-01T00:00:00Z',
    isUnreviewed: false,
    affected: [affectedOf()],
    references: [],
    ...more,
  };
}

export function affectedOf(more: Partial<Affected> = {}): Affected {
  return {
    ecosystem: 'npm',
    namespace: 'npm',
    name: 'lodash',
    ranges: [below('2.0.0')],
    versions: [],
    status: 'fix_available',
    architectures: [],
    ...more,
  };
}

/** All versions before a fix. */
export function below(fixed: string): readonly RangeEvent[] {
  return between('0', fixed);
}

export function between(introduced: string, fixed: string): readonly RangeEvent[] {
  return [
    { kind: 'introduced', version: introduced },
    { kind: 'fixed', version: fixed },
  ];
}

/** Every version since one: nobody has fixed it. */
export function since(introduced = '0'): readonly RangeEvent[] {
  return [{ kind: 'introduced', version: introduced }];
}

export function upTo(lastAffected: string): readonly RangeEvent[] {
  return [...since(), { kind: 'lastAffected', version: lastAffected }];
}

/** `lodash` 1.0.0 of npm, but for what is said otherwise. */
export function itemOf(more: Partial<Item> = {}): Item {
  return {
    ecosystem: 'npm',
    namespace: 'npm',
    channels: [],
    keys: [{ name: 'lodash', version: '1.0.0', via: 'package' }],
    class: 'package',
    ...more,
  };
}

/** A package of Debian 12, by its source's name and version. */
export function debItem(name: string, version: string, more: Partial<Item> = {}): Item {
  return itemOf({
    ecosystem: 'deb',
    namespace: 'Debian:12',
    keys: [{ name, version, via: 'source' }],
    ...more,
  });
}

export function debAffected(name: string, more: Partial<Affected> = {}): Affected {
  return affectedOf({ ecosystem: 'deb', namespace: 'Debian:12', name, ...more });
}

export interface SampleFacts {
  readonly coverage?: readonly NamespaceCoverage[];
  readonly context?: Readonly<Record<string, Partial<VulnerabilityContext>>>;
  readonly endOfLife?: readonly EndOfLife[];
}

export function snapshotOf(
  advisories: readonly Advisory[],
  { coverage = [], context = {}, endOfLife = [] }: SampleFacts = {},
): AdvisorySnapshot {
  const contexts = Object.entries(context).map(([id, one]): [string, VulnerabilityContext] => [
    id,
    { severities: [], weaknesses: [], isRejected: false, ...one },
  ]);
  return memorySnapshot({
    number: 1,
    createdAt: '2024-01-01T00:00:00Z',
    isStarter: false,
    advisories,
    coverage,
    context: new Map(contexts),
    endOfLife,
  });
}

export function coverageOf(namespace: string, listsUnfixed = true): NamespaceCoverage {
  return { namespace, source: 'test', listsUnfixed, records: 1, fetchedAt: '', newestAt: '' };
}

/** What the advisories amount to for one item. */
export function resultOf(
  advisories: readonly Advisory[],
  item: Item = itemOf(),
  facts: SampleFacts = {},
): ItemResult {
  return matchItem(item, snapshotOf(advisories, facts));
}

/** Its only finding; fails the test when there is another number. */
export function onlyFinding(
  advisories: readonly Advisory[],
  item: Item = itemOf(),
  facts: SampleFacts = {},
): ItemFinding {
  const { findings } = resultOf(advisories, item, facts);
  const [finding] = findings;
  if (!finding || findings.length > 1) throw new Error(`${findings.length} findings`);
  return finding;
}

/** The ids of what is found. */
export function idsOf(
  advisories: readonly Advisory[],
  item: Item = itemOf(),
  facts: SampleFacts = {},
): string[] {
  return resultOf(advisories, item, facts).findings.map(({ id }) => id);
}

/** A row of an inventory for an item. */
export function rowOf(
  item: Item | undefined,
  more: Partial<InventoryPackage> = {},
): InventoryPackage {
  const [key] = item?.keys ?? [];
  return {
    package: {
      ecosystem: item?.ecosystem ?? 'deb',
      name: key?.name ?? 'nameless',
      version: key?.version ?? '1',
      licenses: [],
      locations: ['app/node_modules/lodash/package.json'],
      evidence: 'metadata',
      confidence: 'exact',
      scope: 'runtime',
    },
    purl: undefined,
    foundBy: 'test',
    introducedIn: 0,
    origin: 'unknown',
    item,
    ...more,
  };
}

export function inventoryOf(packages: readonly InventoryPackage[]): Inventory {
  return { layers: [], packages, facts: {}, diagnostics: [] };
}
