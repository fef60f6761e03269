import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { portageVersions } from './version.ts';

/** By https://projects.gentoo.org/pms/8/pms.html#version-comparison; those of one line are equal. */
const IN_ORDER = [
  '0.9',
  '1_alpha_beta',
  '1_alpha 1_alpha0 1_alpha-r0',
  '1_alpha_p',
  '1_alpha1',
  '1_beta',
  '1_pre2',
  '1_rc1',
  '1_rc1-r1',
  '1 1-r0 1-r00',
  '1-r1',
  '1_p 1_p0',
  '1_p20240101',
  '1b',
  '1.0 1.00',
  '1.01 1.010',
  '1.011',
  '1.02',
  '1.1',
  '1.1.1',
  '1.2',
  '1.10',
  '1.20240101123456789012345',
];

versionSchemeTests(
  portageVersions,
  IN_ORDER.flatMap((line) => line.split(' ')),
);
vectorTests({ file: 'gentoo.tsv', facts: 4 }, portageVersions);

test('versions are in the order that the specification of Gentoo’s packages gives', () => {
  const all = IN_ORDER.flatMap((line, place) => line.split(' ').map((text) => ({ text, place })));
  for (const a of all) {
    for (const b of all) {
      const [left, right] = [portageVersions.parse(a.text), portageVersions.parse(b.text)];
      assert.ok(left && right);
      const said = Math.sign(portageVersions.compare(left, right));
      assert.equal(said, Math.sign(a.place - b.place), `${a.text} and ${b.text}`);
    }
  }
});

test('what the specification does not call a version is none', () => {
  for (const text of ['', '1.', '.1', '1..2', '1ab', '1_gamma', '1-1', '1_rc-r', 'a1']) {
    assert.equal(portageVersions.parse(text), undefined, text);
  }
});
