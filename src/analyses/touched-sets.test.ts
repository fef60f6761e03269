import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { osvRecord, temporaryFolder, writeMirror } from '../advisories/feeds/mirror.contract.ts';
import { makeZip } from '../advisories/make-zip.contract.ts';
import { buildFrom, openSnapshot } from '../advisories/index.ts';
import type { Item } from '../model/index.ts';
import { encode } from './codec.ts';
import { type StoredSource, TouchedSets } from './touched-sets.ts';
import { randomNumbers } from '../mutated.contract.ts';

test('a set is touched by a changed package of its namespaces, of its own or of an owner', async (t) => {
  const { before, after } = await snapshots(
    t,
    { left: '1.0.0', same: '1.0.0' },
    { left: '2.0.0', same: '1.0.0' },
  );
  const owned = { ...item('other', 'elsewhere'), ownedBy: item('npm', 'left') };
  const cases: readonly (readonly [readonly Item[], boolean])[] = [
    [[item('npm', 'left')], true],
    [[item('npm', 'same'), item('npm', 'left')], true],
    [[item('npm', 'same')], false],
    [[item('PyPI', 'left')], false],
    [[{ ...item('PyPI', 'left'), channels: ['npm'] }], true],
    // Matching may look into a namespace of the family that the item does not list.
    [[item('npm:pro', 'left')], true],
    [[owned], true],
    [[], false],
  ];
  const touched = new TouchedSets();
  for (const [set, [items, isTouched]] of cases.entries()) {
    touched.add([await setOf(set, items)]);
    const found = touched.of({ before, after, sets: [set] });
    assert.equal(found.length > 0, isTouched, JSON.stringify(items));
  }
});

test('a set that is not touched has the same entries in both snapshots', async (t) => {
  const names = Array.from({ length: 60 }, (_, at) => `p${at}`);
  const next = randomNumbers('sets');
  const random = (below: number): number => next() % below;
  const some = (): Record<string, string> =>
    Object.fromEntries(names.filter(() => random(3) > 0).map((name) => [name, `${random(3)}.1.0`]));
  const { before, after, entriesDiffer } = await snapshots(t, some(), some());
  const touched = new TouchedSets();
  let spared = 0;
  for (let round = 0; round < 200; round += 1) {
    const own = names.filter(() => random(30) === 0);
    const items = own.map((name) => item('npm', name));
    touched.add([await setOf(round, items)]);
    const isTouched = touched.of({ before, after, sets: [round] }).length > 0;
    assert.equal(isTouched, own.some(entriesDiffer));
    if (!isTouched) spared += 1;
  }
  assert.ok(spared > 20 && spared < 180, `${spared}`);
});

test('a set that is not known counts as touched, and what is long gone is forgotten', async (t) => {
  const { before, after } = await snapshots(t, { left: '1.0.0' }, { left: '2.0.0' });
  const touched = new TouchedSets();
  const sets = Array.from({ length: 1_010 }, (_, at) => at);
  assert.deepEqual(touched.missing([7, 8]), [7, 8]);
  touched.add(await Promise.all(sets.map((set) => setOf(set, [item('npm', 'same')]))));
  assert.deepEqual(touched.missing([7, 2_000]), [2_000]);
  assert.deepEqual(touched.of({ before, after, sets: [7, 2_000] }), [2_000]);
  touched.trim(1_000);
  assert.deepEqual(touched.missing([7]), []);
  touched.trim(4);
  assert.deepEqual(touched.missing([7]), [7]);
});

interface Two {
  readonly before: StoredSource;
  readonly after: StoredSource;
  /** Whether they say different things of a package of npm. */
  readonly entriesDiffer: (name: string) => boolean;
}

/** Fixed versions by the names of packages. */
async function snapshots(
  t: TestContext,
  first: Readonly<Record<string, string>>,
  second: Readonly<Record<string, string>>,
): Promise<Two> {
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  const [before, after] = [await built(folder, 'a', first), await built(folder, 'b', second)];
  const said = (one: typeof before, name: string): string =>
    JSON.stringify(one.snapshot.entriesOf('npm', name));
  return {
    before: before.source,
    after: after.source,
    entriesDiffer: (name) => said(before, name) !== said(after, name),
  };
}

async function built(folder: string, name: string, fixes: Readonly<Record<string, string>>) {
  const records = Object.entries(fixes).map(
    ([own, fixed]) => [`GHSA-${own}.json`, osvRecord(`GHSA-${own}`, own, fixed)] as const,
  );
  const mirror = join(folder, name);
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(Object.fromEntries(records)) });
  const clock = { now: () => Date.parse('2026-02-03T04:05:06Z') };
  const made = await buildFrom(mirror, { folder, clock, acceptsShrinking: true });
  const opened = openSnapshot(folder);
  assert.ok(made.ok && opened.ok && opened.value);
  const { number, digest } = opened.value;
  const source: StoredSource = { kind: 'stored', folder, number, digest, checked: [] };
  return { source, snapshot: opened.value };
}

function item(namespace: string, name: string): Item {
  const keys = [{ name, version: '1.0.0', via: 'package' }] as const;
  return { ecosystem: 'npm', namespace, channels: [], keys, class: 'package' };
}

async function setOf(set: number, items: readonly Item[]) {
  return { set, body: await encode(items) };
}
