/**
 * New advisories over a large fleet: from changed packages to the images that have them, by the index that the
 * server keeps in memory, and by a join in PostgreSQL over the same rows of a smaller fleet. Images are made as
 * PERFORMANCE.md has them: of 60 in a hundred the package database is their own, 300 to 1,500 items each; the
 * others share 20,000.
 *
 *     node bench/fleet.ts [--images 1000000] [--sql-images 20000] [--rounds 9]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ItemIndex } from '../src/analyses/item-index/item-index.ts';
import type { Log } from '../src/base/index.ts';
import type { Database } from '../src/store/index.ts';
import { openDatabase, startEmbeddedDatabase } from '../src/store/index.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '1000000' },
    'sql-images': { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '9' },
  },
});
const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ROUNDS = Number(values.rounds);

const VERSIONS = 200_000;
const SHARED_SETS = 20_000;
const OWN_OF_TEN = 6;
const [FEWEST_ITEMS, MOST_ITEMS] = [300, 1_500];
const TOUCHED = 1_000;
const NAMESPACES = ['Debian:12', 'npm', 'PyPI', 'Maven', 'Go'];

/** The same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Of low numbers many images have one: a few packages are everywhere, most are rare. */
function someVersion(random: () => number): number {
  return Math.floor(VERSIONS * random() ** 3);
}

const namespaceOf = (version: number): string => NAMESPACES[version % NAMESPACES.length] ?? '';
const nameOf = (version: number): string => `package-${version}`;
/** An item of each version, its name its own: what is touched is a version. */
const ITEMS = Array.from({ length: VERSIONS }, (_, version) => ({
  namespace: namespaceOf(version),
  keys: [{ name: nameOf(version), version: '1', via: 'package' as const }],
}));

interface Fleet {
  readonly index: ItemIndex;
  /** Of each image its set. */
  readonly sets: Uint32Array;
  readonly links: number;
}

/** `keep` is told the versions of each set. */
function fleetOf(images: number, keep?: (set: number, versions: readonly number[]) => void): Fleet {
  const random = randomNumbers(7);
  const index = new ItemIndex();
  const sets = new Uint32Array(images);
  let [links, last] = [0, 0];
  const newSet = (): number => {
    last += 1;
    const count = FEWEST_ITEMS + Math.floor(random() * (MOST_ITEMS - FEWEST_ITEMS + 1));
    const versions = Array.from({ length: count }, () => someVersion(random));
    index.add(last, itemsOf(versions));
    keep?.(last, versions);
    links += count;
    return last;
  };
  const shared = Array.from({ length: Math.min(SHARED_SETS, Math.ceil(images / 10)) }, newSet);
  for (let image = 0; image < images; image += 1) {
    const isOwn = image % 10 < OWN_OF_TEN;
    sets[image] = isOwn ? newSet() : (shared[Math.floor(random() * shared.length)] ?? 0);
  }
  return { index, sets, links };
}

function* itemsOf(versions: readonly number[]) {
  for (const version of versions) {
    const item = ITEMS[version];
    if (item) yield item;
  }
}

function affectedImages({ index, sets }: Fleet, touched: readonly number[]): number {
  const changed = new Map<string, string[]>(NAMESPACES.map((namespace) => [namespace, []]));
  for (const version of touched) changed.get(namespaceOf(version))?.push(nameOf(version));
  const found = index.setsWith(changed);
  let images = 0;
  for (const set of sets) if (found.has(set)) images += 1;
  return images;
}

/** Another thousand in each round. */
function touchedIn(round: number): readonly number[] {
  const random = randomNumbers(1_000 + round);
  return Array.from({ length: TOUCHED }, () => Math.floor(random() * VERSIONS));
}

interface Times {
  readonly median: number;
  readonly most: number;
  readonly images: number;
}

async function timed(
  ask: (touched: readonly number[]) => number | Promise<number>,
): Promise<Times> {
  const times: number[] = [];
  let images = 0;
  for (let round = -1; round < ROUNDS; round += 1) {
    const touched = touchedIn(round);
    const from = performance.now();
    images = await ask(touched);
    if (round >= 0) times.push(performance.now() - from);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(ROUNDS / 2)] ?? 0, most: sorted.at(-1) ?? 0, images };
}

function tell(what: string, { median, most, images }: Times): void {
  console.log(
    `${what}: median ${median.toFixed(1)} ms, most ${most.toFixed(1)} ms; ${images.toLocaleString('en')} images affected`,
  );
}

async function ofMemory(count: number): Promise<void> {
  const before = process.memoryUsage().rss;
  const from = performance.now();
  const fleet = fleetOf(count);
  const took = (performance.now() - from) / 1000;
  globalThis.gc?.();
  const grown = process.memoryUsage().rss - before;
  console.log(
    `${count.toLocaleString('en')} images, ${fleet.index.size.toLocaleString('en')} sets, ` +
      `${fleet.links.toLocaleString('en')} items of sets: made in ${took.toFixed(0)} s; ` +
      `the index ${megabytes(fleet.index.bytes)}, the process grew by ${megabytes(grown)}`,
  );
  tell(
    `  ${TOUCHED} touched versions, in memory`,
    await timed((asked) => affectedImages(fleet, asked)),
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** Rows that are sent to the database in one go. */
const ROWS_AT_ONCE = 500_000;

async function besideSql(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-fleet-index-'));
  const embedded = await startEmbeddedDatabase({ dataFolder: folder, log: QUIET });
  if (!embedded.ok) throw new Error(embedded.error.message);
  const database = await openDatabase({ url: embedded.value.url, log: QUIET });
  if (!database.ok) throw new Error(database.error.message);
  try {
    const { fleet, versions, sets } = rowsOf(count);
    await fill(database.value, fleet, versions, sets);
    const inMemory = await timed((asked) => affectedImages(fleet, asked));
    const bySql = await timed((asked) => joined(database.value, asked));
    if (inMemory.images !== bySql.images) throw new Error('the two found different images');
    console.log(
      `${count.toLocaleString('en')} images, ${versions.length.toLocaleString('en')} rows`,
    );
    tell('  in memory', inMemory);
    tell('  joined in PostgreSQL', bySql);
    console.log(`  ratio of medians: 1 / ${(bySql.median / inMemory.median).toFixed(0)}`);
  } finally {
    await database.value.close();
    await embedded.value.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(count: number) {
  const [versions, sets]: [number[], number[]] = [[], []];
  const fleet = fleetOf(count, (set, own) => {
    for (const version of new Set(own)) {
      versions.push(version);
      sets.push(set);
    }
  });
  return { fleet, versions, sets };
}

async function fill(
  { pool }: Database,
  fleet: Fleet,
  versions: readonly number[],
  sets: readonly number[],
): Promise<void> {
  await pool.query(
    'create table set_versions (version integer not null, item_set integer not null)',
  );
  await pool.query('create table images (id integer primary key, item_set integer not null)');
  for (let at = 0; at < versions.length; at += ROWS_AT_ONCE) {
    await pool.query(
      'insert into set_versions select * from unnest($1::integer[], $2::integer[])',
      [versions.slice(at, at + ROWS_AT_ONCE), sets.slice(at, at + ROWS_AT_ONCE)],
    );
  }
  await pool.query(
    'insert into images select x.at, x.s from unnest($1::integer[]) with ordinality as x (s, at)',
    [[...fleet.sets]],
  );
  await pool.query('create index on set_versions (version, item_set)');
  await pool.query('create index on images (item_set)');
  await pool.query('vacuum analyze');
}

async function joined({ pool }: Database, touched: readonly number[]): Promise<number> {
  const { rows } = await pool.query<{ readonly count: number }>(
    `select count(distinct i.id)::integer as count from set_versions s
      join images i on i.item_set = s.item_set where s.version = any($1::integer[])`,
    [touched],
  );
  return rows[0]?.count ?? 0;
}

console.log(`load average ${loadavg()[0]?.toFixed(1)}`);
await besideSql(Number(values['sql-images']));
await ofMemory(Number(values.images));
