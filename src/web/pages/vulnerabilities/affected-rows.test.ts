import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AffectedPackage } from '../../../api/contract/index.ts';
import { affectedRows, familiesOf, rangeText } from './affected-rows.ts';

test('a range is written as from where to where', () => {
  const introduced = { kind: 'introduced', version: '2.13.0' } as const;
  assert.equal(rangeText([introduced, { kind: 'fixed', version: '2.17.1' }]), '2.13.0 → 2.17.1');
  assert.equal(rangeText([introduced, { kind: 'lastAffected', version: '2.15' }]), '2.13.0 … 2.15');
  assert.equal(rangeText([{ kind: 'introduced', version: '0' }]), 'all earlier → no fix');
});

const AFFECTED: readonly AffectedPackage[] = ['Debian:11', 'Debian:12', 'npm'].map(
  (namespace): AffectedPackage => ({
    namespace,
    type: namespace === 'npm' ? 'npm' : 'deb',
    name: namespace === 'npm' ? 'lodash' : 'node-lodash',
    statements: [
      {
        advisory: 'CVE-2021-23337',
        source: 'osv',
        status: 'fix_available',
        ranges: [],
        versions: [],
        versionCount: 0,
        isUnimportant: false,
        architectures: [],
      },
    ],
  }),
);

test('what is affected is found by package and by family of distributions', () => {
  const all = affectedRows(AFFECTED, {});
  assert.deepEqual(familiesOf(all), [
    { value: 'Debian', text: 'Debian', count: 2 },
    { value: 'npm', text: 'npm', count: 1 },
  ]);
  const found = affectedRows(AFFECTED, { text: 'LODASH', family: 'Debian' });
  assert.deepEqual(
    found.map(({ namespace }) => namespace),
    ['Debian:11', 'Debian:12'],
  );
});
