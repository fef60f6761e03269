import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, Item } from '../model/index.ts';
import { groupMatches } from './group.ts';
import { matchItem } from './match-item.ts';
import { advisoryOf, affectedOf, below, itemOf, snapshotOf } from './samples.contract.ts';

/** Far above what these take, far below what anything quadratic would. */
const SECONDS = 5;

test('20,000 advisories on one package are judged at once', () => {
  const all = Array.from({ length: 20_000 }, (_, n) => advisoryOf(`CVE-2024-${n}`));
  assert.equal(foundQuickly(all), 20_000);
});

test('a chain of 100,000 aliases is one vulnerability', () => {
  const chain = Array.from({ length: 100_000 }, (_, n) =>
    advisoryOf(`X-${n}`, { aliases: [`X-${n + 1}`] }),
  );
  const snapshot = snapshotOf(chain);
  const { findings } = matchItem(itemOf(), snapshot);
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.ids.length, 100_001);
  assert.equal(groupMatches((findings[0]?.matches ?? []).toReversed()).length, 1);
});

test('20,000 unreviewed bundles under as many aliases cost no more than each once', () => {
  const aliases = Array.from({ length: 20_000 }, (_, n) => `Y-${n}`);
  const all = [
    advisoryOf('GHSA-a', { aliases }),
    ...aliases.map((id) => advisoryOf(`DSA-${id}`, { upstream: [id], isUnreviewed: true })),
  ];
  assert.equal(foundQuickly(all), 1);
});

test('an advisory with 20,000 entries and fixes on one package ends', () => {
  const affected = Array.from({ length: 20_000 }, (_, n) =>
    affectedOf({ ranges: [below(`2.0.${n}`)] }),
  );
  assert.equal(foundQuickly([advisoryOf('GHSA-a', { affected })]), 1);
});

test('versions of 100 kB are compared in no time that grows with their square', () => {
  const long = `1.${'0'.repeat(100_000)}`;
  const texts = [long, `${long}-${'a.'.repeat(50_000)}`, '~'.repeat(100_000), '-'.repeat(100_000)];
  for (const ecosystem of ['npm', 'deb', 'rpm', 'apk', 'pypi', 'gem', 'maven', 'golang']) {
    for (const version of texts) {
      const at = { ecosystem, namespace: ecosystem };
      const ranges = [below(version), below('2.0.0')];
      const item = itemOf({ ...at, keys: [{ name: 'lodash', version, via: 'package' }] });
      const advisory = advisoryOf('CVE-1', { affected: [affectedOf({ ...at, ranges })] });
      foundQuickly([advisory], item);
    }
  }
});

function foundQuickly(all: readonly Advisory[], item: Item = itemOf()): number {
  const snapshot = snapshotOf(all);
  const start = performance.now();
  const { findings } = matchItem(item, snapshot);
  const took = performance.now() - start;
  assert.ok(took < SECONDS * 1000, `${took.toFixed(0)} ms`);
  return findings.length;
}
