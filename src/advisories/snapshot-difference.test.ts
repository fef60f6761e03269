import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { osvRecord, osvRecords, temporaryFolder, writeMirror } from './feeds/mirror.contract.ts';
import { makeZip } from './make-zip.contract.ts';
import { type SnapshotDifference, differenceOf } from './snapshot-difference.ts';
import { SnapshotStore } from './snapshot/store.ts';
import { OpenedSnapshot } from './snapshot/opened-snapshot.ts';
import { buildFrom } from './update.ts';
import { randomNumbers } from '../mutated.contract.ts';

const CLOCK = { now: () => Date.parse('2026-02-03T04:05:06Z') };

const FIXED = { releases: { bookworm: { status: 'resolved', fixed_version: '5.2-2' } } };

test('what is the same is not touched, what came, went or changed is', async (t) => {
  const world = await built(t, osvRecords(10));
  const records = osvRecords(10);
  delete records['GHSA-7.json'];
  const changed = {
    ...records,
    'GHSA-3.json': osvRecord('GHSA-3', 'p3', '1.0.1'),
    'GHSA-new.json': osvRecord('GHSA-new', 'p1', '2.0.0'),
  };
  const { packages, vulnerabilities } = await world.next(changed);
  assert.deepEqual(packages, new Map([['npm', new Set(['p1', 'p3', 'p7'])]]));
  assert.deepEqual(vulnerabilities, new Set());
  assert.deepEqual((await world.next(changed)).packages, new Map());
});

test('whose support ends at another time, or gets another speaker, is touched as a whole', async (t) => {
  const world = await built(t, osvRecords(3));
  for (const eol of ['2026-06-10', '2027-06-10']) {
    const { packages } = await world.next(osvRecords(3), ends(eol));
    assert.deepEqual(packages, new Map([['Debian:12', 'all']]));
  }
  const tracker = { bash: { 'CVE-2024-0001': FIXED } };
  const own = { 'debian-security-tracker/tracker/data/json': JSON.stringify(tracker) };
  const found = await world.next(osvRecords(3), own);
  assert.equal(found.packages.get('Debian:12'), 'all');
});

test('vulnerabilities whose context changed are told, but not for EPSS', async (t) => {
  const world = await built(t, osvRecords(3));
  const told = async (more: Readonly<Record<string, string>>) =>
    (await world.next(osvRecords(3), more)).vulnerabilities;
  assert.deepEqual(
    await told({ ...kev('CVE-2024-0001'), ...epss(0.1) }),
    new Set(['CVE-2024-0001']),
  );
  assert.deepEqual(await told({ ...kev('CVE-2024-0001'), ...epss(0.9) }), new Set());
  const both = { ...kev('CVE-2024-0001', 'CVE-2024-0002'), ...epss(0.9) };
  assert.deepEqual(await told(both), new Set(['CVE-2024-0002']));
});

test('it is what asking for every package says, over many random changes, also of the number of buckets', async (t) => {
  const next = randomNumbers('snapshots');
  const random = (below: number): number => next() % below;
  const names = Array.from({ length: 400 }, (_, at) => `p${at}`);
  const versionOf = new Map(names.slice(0, 20).map((name) => [name, 1]));
  const world = await built(t, recordsOf(versionOf));
  for (let round = 0; round < 8; round += 1) {
    for (let changes = 0; changes < 2 ** round; changes += 1) {
      const name = names[random(names.length)] ?? '';
      if (random(4) === 0) versionOf.delete(name);
      else versionOf.set(name, 1 + random(3));
    }
    const before = world.number();
    const found = await world.next(recordsOf(versionOf));
    const [old, now] = [world.open(before), world.open(world.number())];
    const truth = names.filter(
      (name) =>
        JSON.stringify(old.entriesOf('npm', name)) !== JSON.stringify(now.entriesOf('npm', name)),
    );
    assert.deepEqual(new Set(found.packages.get('npm') ?? []), new Set(truth));
  }
});

interface World {
  number(): number;
  open(number: number): OpenedSnapshot;
  /** What a further snapshot, of these records and other files, has other than the last. */
  next(
    records: Readonly<Record<string, string>>,
    more?: Readonly<Record<string, string>>,
  ): Promise<SnapshotDifference>;
}

async function built(t: TestContext, first: Readonly<Record<string, string>>): Promise<World> {
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  let count = 0;
  const make = async (records: Readonly<Record<string, string>>, more = {}): Promise<void> => {
    count += 1;
    const mirror = join(folder, `mirror-${count}`);
    writeMirror(mirror, { 'osv/npm/all.zip': makeZip(records), ...more });
    const result = await buildFrom(mirror, { folder, clock: CLOCK, acceptsShrinking: true });
    assert.ok(result.ok, JSON.stringify(result));
  };
  const store = new SnapshotStore(folder);
  const number = (): number => store.numbers().at(-1) ?? 0;
  await make(first);
  return {
    number,
    open(wanted) {
      const stored = store.byNumber(wanted);
      assert.ok(stored.ok);
      return new OpenedSnapshot(store, stored.value);
    },
    async next(records, more) {
      const before = number();
      await make(records, more);
      const found = differenceOf(folder, before, number());
      assert.ok(found.ok);
      return found.value;
    },
  };
}

function ends(eol: string): Record<string, string> {
  return { 'endoflife/api/debian.json': JSON.stringify([{ cycle: '12', eol }]) };
}

function kev(...ids: readonly string[]): Record<string, string> {
  return {
    'kev/known_exploited_vulnerabilities.json': JSON.stringify({
      dateReleased: '2026-01-01T00:00:00Z',
      vulnerabilities: ids.map((cveID) => ({ cveID, dateAdded: '2026-01-01' })),
    }),
  };
}

function epss(share: number): Record<string, string> {
  const head = '#model_version:v1,score_date:2026-01-01T00:00:00+0000\ncve,epss,percentile\n';
  return { 'epss/epss_scores-current.csv.gz': `${head}CVE-2024-0001,${share},0.9\n` };
}

function recordsOf(versionOf: ReadonlyMap<string, number>): Record<string, string> {
  return Object.fromEntries(
    [...versionOf].map(([name, version]) => [
      `GHSA-${name}.json`,
      osvRecord(`GHSA-${name}`, name, `${version}.0.0`),
    ]),
  );
}
