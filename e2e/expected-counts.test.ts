/**
 * Every image of the corpus holds exactly what the distributions' own tools count in it: numbers from
 * the corpus's index.json, names and versions from dpkg-query and rpm on the image's database.
 *
 *   TEST_CORPUS=.images/corpus npm run e2e                            images below 600 MB as stored
 *   TEST_IMAGES=all TEST_CORPUS=... node --test e2e/expected-counts.test.ts     all, in minutes
 *   TEST_IMAGES=node-app,large TEST_CORPUS=... node --test ...                  these
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import type { Inventory, InventoryPackage } from '../src/model/index.ts';
import { CORPUS, corpusImages, extract, inventoryOf, noCorpus } from './corpus.ts';

type Counts = Readonly<Record<string, number>>;

const SELECTED = process.env['TEST_IMAGES'] ?? '';
const SMALL_BYTES = 600e6;

/**
 * Where index.py counts otherwise than the product means to, and why: what is added to its number.
 */
const CORRECTIONS: Readonly<Record<string, Counts>> = {
  // deep@1.2.3 is a fixture: browser-resolve/node_modules/resolve/test/.../node_modules/deep. A segment
  // between one node_modules and the next makes it no installed package.
  'node-app': { 'npm dirs': -1, 'npm unique': -1 },
  large: { 'npm dirs': -2, 'npm unique': -1 },
  // esbuild 0.14.0 is built by Go 1.17, whose build info index.py finds and does not read: 1 module.
  'go-bins': { 'go deps': 1 },
  // It counts nothing in odd images, all but one of which are Alpine and some odd entries on top.
  'odd-dup-entries': { apk: 14 },
  'odd-links': { apk: 14 },
  'odd-opaque-after': { apk: 14 },
  'odd-paths': { apk: 14 },
  'odd-wh-same-layer': { apk: 14 },
};

test('every image holds what the distributions count', { skip: noCorpus }, async (context) => {
  const index = new Map(
    arrayOf(JSON.parse(readFileSync(join(CORPUS, 'index.json'), 'utf8')))
      .map(recordOf)
      .map((row) => [String(row['name']), row]),
  );
  const names = corpusImages().filter((name) => index.has(name) && isSelected(name, index));
  assert.ok(names.length > 0, `${CORPUS} holds images`);
  for (const name of names) {
    await context.test(name, async () => {
      const layout = join(CORPUS, name, 'oci');
      const read = await inventoryOf(layout);
      if (name === 'odd-truncated') {
        assert.ok(!read.ok, 'a layer that is cut is an error');
        return;
      }
      assert.ok(read.ok, read.ok ? '' : read.error.message);
      assert.deepEqual(countsOf(read.value, expectedOf(name, index)), expectedOf(name, index));
      assertSameDatabase(read.value, layout);
    });
  }
});

function isSelected(
  name: string,
  index: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): boolean {
  if (SELECTED === 'all') return true;
  if (SELECTED !== '') return SELECTED.split(',').includes(name);
  return Number(index.get(name)?.['compressed']) < SMALL_BYTES;
}

/** What index.py counted, corrected; without what nothing here looks for yet. */
function expectedOf(
  name: string,
  index: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): Counts {
  const { deb, 'deb-other-state(not ii)': other = 0, ...rest } = numbersOf(index.get(name));
  const all = new Map(Object.entries({ ...(deb !== undefined && { deb: deb + other }), ...rest }));
  for (const [key, more] of Object.entries(CORRECTIONS[name] ?? {})) {
    all.set(key, (all.get(key) ?? 0) + more);
  }
  return Object.fromEntries([...all].filter(([key]) => key in COUNTERS));
}

function numbersOf(row: unknown): Record<string, number> {
  const counts = Object.entries(recordOf(recordOf(row)['expected']));
  return Object.fromEntries(counts.map(([key, count]) => [key, Number(count)]));
}

/** The same in the inventory's terms; 0 of OS packages that nobody expects. */
function countsOf(inventory: Inventory, expected: Counts): Counts {
  const asked = new Set([...Object.keys(expected), ...OS_KINDS]);
  const counts = [...asked].map((key): [string, number] => [key, COUNTERS[key]?.(inventory) ?? 0]);
  return Object.fromEntries(counts.filter(([key, count]) => count > 0 || key in expected));
}

const OS_KINDS = ['deb', 'apk', 'rpm'];

const COUNTERS: Readonly<Record<string, (inventory: Inventory) => number>> = {
  deb: (inventory) => foundIn(inventory, 'deb').length,
  apk: (inventory) => foundIn(inventory, 'apk').length,
  rpm: (inventory) => foundIn(inventory, 'rpm').length,
  // One package.json a place; the distribution's under usr/share/nodejs are not counted there.
  'npm dirs': (inventory) => installedNpm(inventory).flatMap(placesOf).length,
  'npm unique': (inventory) => installedNpm(inventory).length,
  'python dists': (inventory) => foundBy(inventory, 'pypi-dist-info').flatMap(placesOf).length,
  gemspecs: (inventory) => foundBy(inventory, 'gem-gemspec').flatMap(placesOf).length,
  // Archives are compared, not packages: one jar may carry many, and some carry no name at all.
  jars: (inventory) => new Set(archives(inventory).map((path) => path.split('!/')[0])).size,
  // index.py opens archives in archives, and none in those.
  'nested jars': (inventory) => archives(inventory).filter((path) => depthOf(path) === 1).length,
  'pom.properties (nested too)': (inventory) =>
    foundBy(inventory, 'java-archive')
      .filter((row) => row.package.evidence === 'metadata')
      .flatMap(placesOf)
      .filter((path) => depthOf(path) <= 1).length,
  'go binaries': (inventory) => new Set(foundBy(inventory, 'go-binary').flatMap(placesOf)).size,
  'go deps': (inventory) =>
    foundBy(inventory, 'go-binary')
      .filter(({ package: { name, facts } }) => name !== 'stdlib' && facts?.['main'] === undefined)
      .flatMap(placesOf).length,
};

function foundIn({ packages }: Inventory, ecosystem: string): InventoryPackage[] {
  return packages.filter((row) => row.package.ecosystem === ecosystem);
}

function foundBy({ packages }: Inventory, cataloger: string): InventoryPackage[] {
  return packages.filter((row) => row.foundBy === cataloger);
}

function placesOf(row: InventoryPackage): readonly string[] {
  return row.package.locations;
}

function installedNpm(inventory: Inventory): InventoryPackage[] {
  return foundBy(inventory, 'npm-package-json').filter((row) =>
    placesOf(row).some((path) => path.includes('node_modules/')),
  );
}

/** Every jar, war and ear, nested too: with a package, or told to have no name. */
function archives(inventory: Inventory): string[] {
  const unnamed = inventory.diagnostics
    .filter(({ code }) => code === 'maven.archive.unidentified')
    .map(({ path = '' }) => path);
  const named = foundBy(inventory, 'java-archive').flatMap(placesOf);
  const all = new Set([...named, ...unnamed].flatMap(withOuter));
  return [...all].filter((path) => /\.(?:jar|war|ear)$/.test(path));
}

/** `a.war!/b.jar!/x` is in `a.war!/b.jar`, which is in `a.war`. */
function withOuter(path: string): string[] {
  const parts = path.split('!/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('!/'));
}

function depthOf(path: string): number {
  return path.split('!/').length - 1;
}

/** Names, versions and architectures, as dpkg-query and rpm read the image's own database. */
function assertSameDatabase(inventory: Inventory, layout: string): void {
  const kinds = ['deb', 'rpm'].filter((kind) => foundIn(inventory, kind).length > 0);
  if (kinds.length === 0) return;
  const root = mkdtempSync(join(tmpdir(), 'drydock-database-'));
  try {
    extract(layout, ['var/lib/dpkg/status', 'var/lib/rpm/*', 'usr/lib/sysimage/rpm/*'], root);
    const debs = dpkgRows(join(root, 'var/lib/dpkg'));
    if (debs) assert.deepEqual(rowsOf(inventory, 'deb'), debs);
    for (const folder of ['var/lib/rpm', 'usr/lib/sysimage/rpm']) {
      const rpms = rpmRows(join(root, folder));
      if (rpms) assert.deepEqual(rowsOf(inventory, 'rpm'), rpms);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}

function rowsOf(inventory: Inventory, kind: string): string[] {
  return foundIn(inventory, kind)
    .map(({ package: { name, version, architecture = '' } }) =>
      [name, version, architecture].join(' '),
    )
    .toSorted();
}

const GONE = /^(?:not-installed|config-files|half-installed) /;

function dpkgRows(admindir: string): string[] | undefined {
  if (!existsSync(join(admindir, 'status'))) return undefined;
  const format = '${db:Status-Status} ${Package} ${Version} ${Architecture}\\n';
  const args = [`--admindir=${admindir}`, '-W', '-f', format];
  return linesOf(execFileSync('dpkg-query', args, { encoding: 'utf8', maxBuffer: 2 ** 28 }))
    .filter((line) => !GONE.test(line))
    .map((line) => line.slice(line.indexOf(' ') + 1))
    .toSorted();
}

/** Debian's rpm reads sqlite and Berkeley DB; what it cannot read is counted only. */
function rpmRows(folder: string): string[] | undefined {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return undefined;
  const backend = existsSync(join(folder, 'rpmdb.sqlite'))
    ? 'sqlite'
    : existsSync(join(folder, 'Packages.db'))
      ? 'ndb'
      : 'bdb_ro';
  const format = '%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE} %{ARCH}\\n';
  const define = `_db_backend ${backend}`;
  const args = ['-qa', '--dbpath', folder, '--define', define, '--qf', format];
  const { status, stdout } = spawnSync('rpm', args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const lines = linesOf(stdout ?? '').filter((line) => !line.startsWith('gpg-pubkey '));
  if (status !== 0 || lines.length === 0) return undefined;
  return lines.map((line) => line.replace(/ 0:/, ' ').replace(' (none)', ' ').trimEnd()).toSorted();
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
