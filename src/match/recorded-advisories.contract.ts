import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memorySnapshot } from '../advisories/index.ts';
import { ecosystems } from '../ecosystems/index.ts';
import type {
  Advisory,
  AdvisorySnapshot,
  Affected,
  RangeEvent,
  Severity,
  SeverityRating,
  VulnerabilityContext,
} from '../model/index.ts';
import { SCANS } from './recorded-scans.contract.ts';

interface Entry {
  readonly FixedVersion?: string;
  readonly Arches?: readonly string[];
  readonly Affected?: readonly number[];
  readonly Cves?: readonly { readonly ID?: string; readonly Severity?: number }[];
}

interface Row {
  readonly table: string;
  readonly package?: string;
  readonly id?: string;
  readonly value:
    | (Entry & {
        readonly VulnerableVersions?: readonly string[];
        readonly PatchedVersions?: readonly string[];
        readonly VendorIDs?: readonly string[];
        readonly Severity?: number;
        readonly Entries?: readonly Entry[];
      })
    | null;
}

interface RecordedAdvisories {
  readonly advisories: readonly Row[];
  readonly vulnerability: Readonly<Record<string, { readonly VendorSeverity?: Ratings }>>;
}

/** 1 low, 2 medium, 3 high, 4 critical. */
type Ratings = Readonly<Record<string, number>>;

/** Whose table it is: our advisory namespace, and the key of its ratings. */
interface Table {
  readonly ecosystem: string;
  readonly namespace: string;
  readonly rater: string;
}

/** The advisories of all recorded scans. */
export function recordedSnapshot(): AdvisorySnapshot {
  const recorded: RecordedAdvisories = JSON.parse(
    readFileSync(join(SCANS, 'advisories.json'), 'utf8'),
  );
  const { advisories, vulnerability } = recorded;
  const context = new Map<string, VulnerabilityContext>();
  for (const [id, { VendorSeverity: ratings }] of Object.entries(vulnerability)) {
    const severities = rated('NVD', ratings?.['nvd']);
    context.set(id, { severities, weaknesses: [], isRejected: false });
  }
  return memorySnapshot({
    number: 1,
    createdAt: '',
    isStarter: false,
    advisories: advisories.flatMap((row) =>
      advisoriesOf(row, vulnerability[row.id ?? '']?.VendorSeverity ?? {}),
    ),
    coverage: [],
    context,
    endOfLife: [],
  });
}

/** Red Hat's products by the number that stands for their CPE. */
const RED_HAT: Readonly<Record<number, string>> = {
  857: 'Red Hat:enterprise_linux:6::server',
  869: 'Red Hat:enterprise_linux:7::server',
};

function advisoriesOf(row: Row, ratings: Ratings): Advisory[] {
  const { id, package: name, table } = row;
  if (id === undefined || name === undefined) return [];
  const value = row.value ?? {};
  if (table === 'Red Hat') {
    return (value.Entries ?? []).map((entry) => redHatAdvisory(id, name, entry));
  }
  const found = tableOf(table);
  if (found === undefined) return [];
  const rating = rated(found.rater, value.Severity ?? ratings[found.rater]);
  const isLibrary = table.includes('::');
  const [bundle] = value.VendorIDs ?? [];
  const entries = value.Entries ?? [value];
  const affected = entries.map((entry): Affected => {
    const ranges = isLibrary ? libraryRanges(value) : [upTo(entry.FixedVersion)];
    const isFixed = ranges.flat().some(({ kind }) => kind === 'fixed');
    return {
      ...affectedBy(found, name, ranges),
      status: isFixed ? 'fix_available' : 'affected',
      ...(!isLibrary && rating[0] && { severity: rating[0] }),
      architectures: entry.Arches ?? [],
    };
  });
  return [
    advisory({
      id: bundle ?? id,
      upstream: bundle ? [id] : [],
      severities: isLibrary ? rating : [],
      affected,
    }),
  ];
}

function redHatAdvisory(id: string, name: string, entry: Entry): Advisory {
  const upstream = (entry.Cves ?? []).flatMap(({ ID }) => ID ?? []);
  const affected = (entry.Affected ?? []).flatMap((product): Affected[] => {
    const namespace = RED_HAT[product];
    if (namespace === undefined) return [];
    const table = { ecosystem: 'rpm', namespace, rater: 'redhat' };
    return [{ ...affectedBy(table, name, [upTo(entry.FixedVersion)]), status: 'fix_available' }];
  });
  return advisory({ id, upstream, affected });
}

function affectedBy(table: Table, name: string, ranges: Affected['ranges']): Affected {
  const { ecosystem, namespace } = table;
  const found = ecosystems.get(ecosystem) ?? assert.fail(ecosystem);
  return {
    ecosystem,
    namespace,
    name: found.normalizeName(name),
    ranges,
    versions: [],
    status: 'affected',
    architectures: [],
  };
}

const LIBRARY_TABLES: Readonly<Record<string, readonly [ecosystem: string, namespace: string]>> = {
  cargo: ['cargo', 'crates.io'],
  composer: ['composer', 'Packagist'],
  erlang: ['hex', 'Hex'],
  go: ['golang', 'Go'],
  maven: ['maven', 'Maven'],
  npm: ['npm', 'npm'],
  nuget: ['nuget', 'NuGet'],
  pip: ['pypi', 'PyPI'],
  pub: ['pub', 'Pub'],
  rubygems: ['gem', 'RubyGems'],
  swift: ['swift', 'SwiftURL'],
};

const SYSTEM_TABLES: readonly (readonly [RegExp, string, string, string])[] = [
  [/^alma (.*)/, 'rpm', 'AlmaLinux:', 'alma'],
  [/^alpine (\d.*)/, 'apk', 'Alpine:v', 'alpine'],
  [/^amazon linux (.*)/, 'rpm', 'Amazon Linux:', 'amazon'],
  [/^debian (.*)/, 'deb', 'Debian:', 'debian'],
  [/^openSUSE (Leap .*)/, 'rpm', 'openSUSE:', 'suse-cvrf'],
  [/^Photon OS (.*)/, 'rpm', 'Photon OS:', 'photon'],
  [/^ubuntu (.*)/, 'deb', 'Ubuntu:', 'ubuntu'],
];

/** `undefined` of tables that no recorded scan needs. */
function tableOf(table: string): Table | undefined {
  const [kind = '', database = ''] = table.split('::');
  const library = database ? LIBRARY_TABLES[kind] : undefined;
  if (library) {
    const rater = database.startsWith('GitHub') ? 'ghsa' : 'none';
    return { ecosystem: library[0], namespace: library[1], rater };
  }
  for (const [pattern, ecosystem, prefix, rater] of SYSTEM_TABLES) {
    const release = pattern.exec(table)?.[1];
    if (release !== undefined) return { ecosystem, namespace: `${prefix}${release}`, rater };
  }
  return undefined;
}

function upTo(fixed: string | undefined): readonly RangeEvent[] {
  const start: RangeEvent = { kind: 'introduced', version: '0' };
  return fixed === undefined ? [start] : [start, { kind: 'fixed', version: fixed }];
}

/** Vulnerable ranges; where none are written, all that lies between the patched ones. */
function libraryRanges(value: NonNullable<Row['value']>): readonly (readonly RangeEvent[])[] {
  const patched = value.PatchedVersions ?? [];
  if (value.VulnerableVersions) {
    return value.VulnerableVersions.map((text) => rangeOf(text, patched));
  }
  const events = patched
    .toReversed()
    .flatMap((text) => comparatorsOf(text))
    .map(({ operator, version }): RangeEvent => ({
      kind: operator.startsWith('>') ? 'fixed' : 'introduced',
      version,
    }));
  return [[{ kind: 'introduced', version: '0' }, ...events]];
}

/** `>= 1.0, < 2.0` or `[1.0,2.0)`; `<= 1.9` ends at the patched version that is next to it. */
function rangeOf(text: string, patched: readonly string[]): readonly RangeEvent[] {
  const interval = /^\[([^,]+),([^)]+)\)$/.exec(text);
  const comparators = interval
    ? comparatorsOf(`>= ${interval[1]}, < ${interval[2]}`)
    : comparatorsOf(text);
  const lower = comparators.find(({ operator }) => operator === '>=')?.version ?? '0';
  const events: RangeEvent[] = [{ kind: 'introduced', version: lower }];
  for (const { operator, version } of comparators) {
    if (operator === '<') events.push({ kind: 'fixed', version });
    if (operator === '<=') events.push(closedAfter(version, patched));
  }
  return events;
}

/** The patched version of the same line, unless it is the very one that is affected. */
function closedAfter(last: string, patched: readonly string[]): RangeEvent {
  const line = last.slice(0, last.lastIndexOf('.'));
  const next = patched.find((version) => version !== last && version.startsWith(line));
  return next === undefined
    ? { kind: 'lastAffected', version: last }
    : { kind: 'fixed', version: next };
}

function comparatorsOf(text: string): { readonly operator: string; readonly version: string }[] {
  return [...text.matchAll(/(>=|<=|<|>)\s*v?([^\s,]+)/g)].map(
    ([, operator = '', version = '']) => ({
      operator,
      version,
    }),
  );
}

const LEVELS: readonly Severity[] = ['unknown', 'low', 'medium', 'high', 'critical'];

function rated(source: string, level: number | undefined): SeverityRating[] {
  const severity = level === undefined ? undefined : LEVELS[level];
  return severity ? [{ source, severity }] : [];
}

function advisory(
  facts: Pick<Advisory, 'id' | 'upstream' | 'affected'> & Partial<Advisory>,
): Advisory {
  return {
    class: 'vulnerability',
    aliases: [],
    related: [],
    source: 'recorded',
    summary: '',
    details: '',
    severities: [],
    weaknesses: [],
    published: '',
    modified: '',
    isUnreviewed: false,
    references: [],
    ...facts,
  };
}
