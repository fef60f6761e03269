import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { cpanVersions } from './version.ts';

/** Those of one line are equal. */
const IN_ORDER = [
  '0.99',
  '1 1.0 v1',
  '1.002003 v1.2.3 1.2.3',
  'v1.9',
  '1.01',
  '1.1 1.10 1.100 v1.100',
  '1.2_3 1.23',
  'v2.0.1',
];

versionSchemeTests(
  cpanVersions,
  IN_ORDER.flatMap((line) => line.split(' ')),
);

test('decimal and dotted versions are in one order', () => {
  const all = IN_ORDER.flatMap((line, place) => line.split(' ').map((text) => ({ text, place })));
  for (const a of all) {
    for (const b of all) {
      const [left, right] = [cpanVersions.parse(a.text), cpanVersions.parse(b.text)];
      assert.ok(left && right);
      const said = Math.sign(cpanVersions.compare(left, right));
      assert.equal(said, Math.sign(a.place - b.place), `${a.text} and ${b.text}`);
    }
  }
});
