import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFrom, openSnapshot } from '../src/advisories/index.ts';
import type { OpenedSnapshot } from '../src/advisories/index.ts';
import { finishInventory } from '../src/catalog/index.ts';
import { ecosystems } from '../src/ecosystems/index.ts';
import { matchInventory } from '../src/match/index.ts';
import type { AdvisoryEntry, AdvisorySnapshot, Inventory, Package } from '../src/model/index.ts';

/**
 * Matches an image of 1,000 packages of Debian 12 and npm: on a snapshot just opened, and warm.
 * Beside it the same matching on a snapshot held as a JavaScript Map of JSON texts, as a naive
 * program would keep it. `node bench/match.ts [data folder with a snapshot]`; without one, a snapshot
 * is built from ../shared/feeds first.
 */
const SOURCES =
  'curl openssl glibc perl systemd krb5 gnutls28 expat libxml2 zlib pcre2 sqlite3 python3.11 git tiff imagemagick bind9 openssh util-linux ncurses'.split(
    ' ',
  );
const LIBRARIES =
  'lodash express minimist handlebars tar async moment mongoose sequelize bson axios ws qs debug semver yargs-parser glob-parent ini minimatch node-fetch'.split(
    ' ',
  );
const TARGET_MS = 15;
const RUNS = 41;

const given = process.argv[2];
const folder = given ?? mkdtempSync(join(tmpdir(), 'drydock-bench-'));
if (given === undefined) {
  const mirror = join(import.meta.dirname, '..', '..', 'shared', 'feeds');
  const built = await buildFrom(mirror, { folder, clock: { now: () => Date.now() } });
  if (!built.ok) throw new Error(built.error.message);
}

const inventory = thousandPackages(open());
const cold: number[] = [];
for (let run = 0; run < 5; run += 1) {
  const fresh = open();
  cold.push(timed(() => matchInventory(inventory, fresh)));
}
const snapshot = open();
const ours = median(() => matchInventory(inventory, snapshot));
const naive = naiveSnapshot(snapshot, inventory);
const theirs = median(() => matchInventory(inventory, naive.snapshot));

const { findings } = matchInventory(inventory, snapshot);
const entries = inventory.packages.flatMap(({ item }) =>
  (item?.keys ?? []).flatMap(({ name }) => snapshot.entriesOf(item?.namespace ?? '', name)),
);
console.log(`packages        ${inventory.packages.length}, findings ${findings.length}`);
console.log(`entries judged  ${entries.length} in ${inventory.packages.length} look-ups`);
console.log(`cold            ${middle(cold).toFixed(1)} ms, shards read and checked`);
console.log(`warm            ${ours.toFixed(1)} ms (target ${TARGET_MS})`);
console.log(`                ${((entries.length / ours) * 1000).toFixed(0)} entries a second`);
console.log(`Map of JSON     ${theirs.toFixed(1)} ms, ${(theirs / ours).toFixed(2)} times ours`);
for (const [id, version, other] of [
  ['deb', '1:2.36.1-8+deb12u2', '1:2.36.1-8+deb12u3'],
  ['npm', '4.17.21', '4.17.22'],
  ['pypi', '2.2.1', '2.2.2'],
  ['maven', '2.9.10.4', '2.9.10.5'],
] as const) {
  console.log(
    `compare ${id.padEnd(8)}${(comparisons(id, version, other) / 1e6).toFixed(1)} million a second`,
  );
}
if (given === undefined) rmSync(folder, { recursive: true });

function open(): OpenedSnapshot {
  const opened = openSnapshot(folder);
  if (!opened.ok || !opened.value) throw new Error(`there is no snapshot in ${folder}`);
  return opened.value;
}

/** 400 of Debian, of sources that its tracker knows, and 600 of npm, two in five of them vulnerable once. */
function thousandPackages(from: AdvisorySnapshot): Inventory {
  const packages = [
    ...SOURCES.flatMap((source) => {
      const fixes = from
        .entriesOf('Debian:12', source)
        .flatMap(({ affected }) => affected.ranges.flat());
      const version = fixes.findLast(({ kind }) => kind === 'fixed')?.version ?? '1.0-1';
      return Array.from({ length: 400 / SOURCES.length }, (_, n) =>
        packageOf('deb', `${source}-part${n}`, version, source),
      );
    }),
    ...LIBRARIES.flatMap((name) =>
      Array.from({ length: 600 / LIBRARIES.length }, (_, n) =>
        n < 6 ? packageOf('npm', name, `${n}.4.1`) : packageOf('npm', `${name}-part${n}`, '1.0.0'),
      ),
    ),
  ];
  return finishInventory({
    layers: [],
    distro: { id: 'debian', versionId: '12', idLike: [], path: 'etc/os-release' },
    facts: new Map(),
    occurrences: packages.map((pkg) => ({ package: pkg, foundBy: 'bench', introducedIn: 0 })),
    diagnostics: [],
  });
}

function packageOf(ecosystem: string, name: string, version: string, source?: string): Package {
  return {
    ecosystem,
    name,
    version,
    ...(source !== undefined && { source: { name: source, version } }),
    licenses: [],
    locations: [],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  };
}

/** Every entry and context as a JSON text, parsed when asked for. */
function naiveSnapshot(
  from: AdvisorySnapshot,
  { packages }: Inventory,
): { readonly snapshot: AdvisorySnapshot } {
  const texts = new Map<string, string>();
  for (const { item } of packages) {
    for (const { name } of item?.keys ?? []) {
      const key = `${item?.namespace}\n${name}`;
      texts.set(key, JSON.stringify(from.entriesOf(item?.namespace ?? '', name)));
    }
  }
  const contexts = new Map<string, string>();
  const snapshot: AdvisorySnapshot = {
    number: from.number,
    digest: from.digest,
    createdAt: from.createdAt,
    isStarter: false,
    coverageOf: (namespace) => from.coverageOf(namespace),
    entriesOf: (namespace, name): AdvisoryEntry[] =>
      JSON.parse(texts.get(`${namespace}\n${name}`) ?? '[]'),
    entriesAbout: (id) => from.entriesAbout(id),
    contextOf(id) {
      const known = contexts.get(id) ?? JSON.stringify(from.contextOf(id) ?? false);
      contexts.set(id, known);
      return JSON.parse(known) || undefined;
    },
    textsOf: (id) => from.textsOf(id),
    endOfLifeOf: (namespace) => from.endOfLifeOf(namespace),
  };
  return { snapshot };
}

function comparisons(id: string, text: string, other: string): number {
  const scheme = ecosystems.get(id)?.versions;
  const [a, b] = [scheme?.parse(text), scheme?.parse(other)];
  if (!scheme || a === undefined || b === undefined) throw new Error(`${text} is no ${id} version`);
  const rounds = 1_000_000;
  let sum = 0;
  const took = timed(() => {
    for (let round = 0; round < rounds; round += 1) sum += scheme.compare(a, b);
  });
  if (sum === 0) throw new Error('nothing was compared');
  return (rounds / took) * 1000;
}

/** Milliseconds of processor time: a busy machine tells little by the clock. */
function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(work: () => unknown): number {
  return middle(Array.from({ length: RUNS }, () => timed(work)));
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}
