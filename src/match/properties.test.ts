import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ecosystems } from '../ecosystems/index.ts';
import type { Advisory, Affected, Item, Match, RangeEvent } from '../model/index.ts';
import { evaluate } from './evaluate.ts';
import { groupMatches } from './group.ts';
import { schemeFor } from './judge-item.ts';
import { matchInventory } from './match-inventory.ts';
import { matchItem } from './match-item.ts';
import {
  advisoryOf,
  affectedOf,
  debAffected,
  debItem,
  inventoryOf,
  itemOf,
  rowOf,
  snapshotOf,
} from './samples.contract.ts';

const RUNS = { seed: 20_240_101, numRuns: 300 };

const version = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(2))
  .map(([major, minor, patch]) => `${major}.${minor}.${patch}`);

const event: fc.Arbitrary<RangeEvent> = fc
  .tuple(
    fc.constantFrom<RangeEvent['kind'][]>('introduced', 'fixed', 'lastAffected', 'limit'),
    fc.oneof({ weight: 6, arbitrary: version }, fc.constantFrom('0', '*', 'not a version')),
  )
  .map(([kind, text]) => ({ kind, version: text }));

const range = fc.array(event, { minLength: 1, maxLength: 4 });
const id = fc.nat(6).map((n) => `CVE-2024-${n}`);

const affected: fc.Arbitrary<Affected> = fc
  .record({
    isDeb: fc.boolean(),
    name: fc.constantFrom('curl', 'lodash'),
    ranges: fc.array(range, { maxLength: 3 }),
    versions: fc.array(version, { maxLength: 2 }),
    status: fc.constantFrom('affected', 'fix_available', 'not_affected', 'will_not_fix'),
  })
  .map(({ isDeb, ...facts }) => (isDeb ? debAffected(facts.name, facts) : affectedOf(facts)));

const advisories: fc.Arbitrary<readonly Advisory[]> = fc
  .array(
    fc.record({
      aliases: fc.array(id, { maxLength: 2 }),
      upstream: fc.array(id, { maxLength: 3 }),
      affected: fc.array(affected, { maxLength: 3 }),
      isUnreviewed: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((facts, n) => advisoryOf(n % 2 ? `GHSA-${n}` : `DSA-${n}`, facts)));

const items: fc.Arbitrary<readonly Item[]> = fc.array(
  fc
    .tuple(fc.boolean(), fc.constantFrom('curl', 'lodash'), version)
    .map(([isDeb, name, text]) =>
      isDeb ? debItem(name, text) : itemOf({ keys: [{ name, version: text, via: 'package' }] }),
    ),
  { maxLength: 6 },
);

test('a finding can be had again from its own evidence', () => {
  fc.assert(
    fc.property(advisories, items, (all, these) => {
      const inventory = inventoryOf(these.map((item) => rowOf(item)));
      for (const finding of matchInventory(inventory, snapshotOf(all)).findings) {
        assert.ok(finding.matches.length > 0);
        for (const match of finding.matches) assert.deepEqual(replay(match), match);
      }
    }),
    RUNS,
  );
});

/** From the advisory, the key and the scheme's name alone. */
function replay(match: Match): Match {
  const { advisory, affected: entry, key, scheme: id } = match;
  const ecosystem = [...ecosystems.values()].find(
    ({ versions, id: type }) => versions.id === id && type === entry.ecosystem,
  );
  assert.ok(ecosystem);
  const scheme = schemeFor(key, ecosystem);
  const candidate = {
    text: key.version,
    normalized: ecosystem.normalizeVersion(key.version),
    version: scheme.parse(key.version),
  };
  const verdict = evaluate(scheme, candidate, entry);
  assert.equal(verdict.kind, 'affected');
  const { kind: _, ...decision } = verdict;
  return { advisory, affected: entry, key, scheme: id, ...decision };
}

test('no fix that is named is affected itself, and it is above what is installed', () => {
  fc.assert(
    fc.property(advisories, items, (all, these) => {
      const snapshot = snapshotOf(all);
      for (const item of these) {
        for (const { fixedIn, matches } of matchItem(item, snapshot).findings) {
          if (fixedIn === undefined) continue;
          const [key] = item.keys;
          const upgraded = { ...item, keys: key ? [{ ...key, version: fixedIn }] : [] };
          const left = matchItem(upgraded, snapshot).findings.flatMap((one) => one.matches);
          for (const { advisory } of matches) {
            assert.ok(!left.some((one) => one.advisory.id === advisory.id), advisory.id);
          }
        }
      }
    }),
    RUNS,
  );
});

test('neither the order of packages nor that of advisories changes what is found', () => {
  fc.assert(
    fc.property(advisories, items, (all, these) => {
      assert.deepEqual(foundIn(all, these), foundIn(all.toReversed(), these.toReversed()));
    }),
    RUNS,
  );
});

function foundIn(all: readonly Advisory[], these: readonly Item[]): readonly string[] {
  const inventory = inventoryOf(these.map((item) => rowOf(item)));
  return matchInventory(inventory, snapshotOf(all))
    .findings.map(({ package: at, matches, ...finding }) =>
      JSON.stringify({ ...finding, on: these[at]?.keys, matches: sorted(matches) }),
    )
    .toSorted();
}

test('equal items match equally, and on a snapshot that was built again', () => {
  fc.assert(
    fc.property(advisories, items, (all, these) => {
      const again = snapshotOf(structuredClone([...all]));
      for (const item of these) {
        const result = matchItem(item, snapshotOf(all));
        assert.deepEqual(matchItem(structuredClone(item), again), result);
      }
    }),
    RUNS,
  );
});

test('groups do not depend on the order of matches, and lose none', () => {
  fc.assert(
    fc.property(advisories, items, (all, these) => {
      for (const item of these) {
        const matches = matchItem(item, snapshotOf(all)).findings.flatMap((one) => one.matches);
        const distinct = [...new Set(matches)];
        assert.deepEqual(groupsOf(distinct.toReversed()), groupsOf(distinct));
        const kept = new Set(groupMatches(distinct).flatMap((group) => group.matches));
        assert.equal(kept.size, distinct.length);
      }
    }),
    RUNS,
  );
});

function groupsOf(matches: readonly Match[]): readonly string[] {
  return groupMatches(matches)
    .map((group) => JSON.stringify({ ...group, matches: sorted(group.matches) }))
    .toSorted();
}

function sorted(matches: readonly Match[]): readonly string[] {
  return matches.map((match) => JSON.stringify(match)).toSorted();
}
