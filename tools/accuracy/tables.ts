import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderTransport, openSnapshot, updateFeeds } from '../../src/advisories/index.ts';
import { finishInventory } from '../../src/catalog/index.ts';
import { matchInventory } from '../../src/match/index.ts';
import { distroOf, packageOf } from '../../src/ecosystems/sample-values.ts';
import type { AdvisorySnapshot, Distro, Package } from '../../src/model/index.ts';
import { type Score, scoreOf } from './scores.ts';

/** Of our own making: docs/accuracy.md says how a row is read. */
const TABLES = join(import.meta.dirname, 'tables');
const FEEDS = join(import.meta.dirname, '../../../shared/feeds');

/** What a table is about, in its first line: `# npm | npm | osv/npm` or `# Debian 12 | deb debian 12 | ...`. */
interface Table {
  readonly group: string;
  readonly ecosystem: string;
  readonly distro: Distro | undefined;
  readonly feeds: readonly string[];
  readonly rows: readonly Row[];
}

interface Row {
  readonly name: string;
  readonly version: string;
  readonly advisory: string;
  readonly isAffected: boolean;
}

/** Rows of package, version, advisory and what is to be said, each with a public source. */
export async function tablesScores(): Promise<readonly Score[]> {
  const tables = readdirSync(TABLES).map((file) => readTable(join(TABLES, file)));
  const folder = mkdtempSync(join(tmpdir(), 'drydock-accuracy-'));
  try {
    const snapshot = await snapshotOf(folder, [...new Set(tables.flatMap(({ feeds }) => feeds))]);
    return tables.map((table) => tableScore(table, snapshot));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTable(path: string): Table {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const [group = '', what = '', feeds = ''] = head
    .replace(/^# /, '')
    .split('|')
    .map((part) => part.trim());
  const [ecosystem = '', id, versionId = ''] = what.split(' ');
  const distro = id === undefined ? undefined : distroOf(id, versionId);
  return { group, ecosystem, distro, feeds: feeds.split(', '), rows: lines.map(rowOf) };
}

function rowOf(line: string, at: number): Row {
  const [name = '', version = '', advisory = '', expected = '', source = ''] = line.split('\t');
  if ((expected !== 'yes' && expected !== 'no') || !source.startsWith('https://')) {
    throw new Error(`line ${at + 2} is no row: ${line}`);
  }
  return { name, version, advisory, isAffected: expected === 'yes' };
}

/** Of the recorded feeds. */
async function snapshotOf(folder: string, feeds: readonly string[]): Promise<AdvisorySnapshot> {
  const clock = { now: () => Date.parse('2026-11-23T00:00:00Z') };
  const built = await updateFeeds({ folder, feeds, clock, transport: folderTransport(FEEDS) });
  if (!built.ok) throw new Error(built.error.message);
  const opened = openSnapshot(folder);
  if (!opened.ok || !opened.value) throw new Error('the snapshot that was built is not there');
  const prepared = opened.value.prepare(opened.value.namespaces());
  if (!prepared.ok) throw new Error(prepared.error.message);
  return opened.value;
}

/** Only what the rows ask is judged: there are other advisories on these packages. */
function tableScore({ group, ecosystem, distro, rows }: Table, snapshot: AdvisorySnapshot): Score {
  const [expected, found]: [string[], string[]] = [[], []];
  for (const { name, version, advisory, isAffected } of rows) {
    const key = `${name} ${version} ${advisory}`;
    if (isAffected) expected.push(key);
    if (isFound(packageOf(ecosystem, name, version), advisory, distro, snapshot)) found.push(key);
  }
  return scoreOf('tables', group, expected, found);
}

function isFound(
  found: Package,
  advisory: string,
  distro: Distro | undefined,
  snapshot: AdvisorySnapshot,
): boolean {
  const inventory = finishInventory({
    layers: [],
    distro,
    facts: new Map(),
    occurrences: [{ package: found, foundBy: 'table', introducedIn: 0 }],
    diagnostics: [],
  });
  return matchInventory(inventory, snapshot).findings.some(
    ({ id, ids, hidden }) => hidden === undefined && (id === advisory || ids.includes(advisory)),
  );
}
