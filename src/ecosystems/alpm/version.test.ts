import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsTest, judge } from '../version-vectors.contract.ts';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { alpmVersions } from './version.ts';

/** As the manual of vercmp orders them, and its source: https://man.archlinux.org/man/vercmp.8 */
const IN_ORDER = [
  '1.0a',
  '1.0b',
  '1.0beta',
  '1.0p',
  '1.0pre',
  '1.0rc',
  '1.0',
  '1.0.a',
  '1.0.1',
  '1.0..a',
  '1.1-1',
  '1.1-2',
  '1.1-10',
  '1:0.1',
];

versionSchemeTests(alpmVersions, [...IN_ORDER, '0.115+24+g5230646-1', '2:20240101.r3.gabc_x-0.1']);

test('versions are in the order that the manual of vercmp gives', () => {
  for (const [index, text] of IN_ORDER.slice(1).entries()) {
    const [a, b] = [alpmVersions.parse(IN_ORDER[index] ?? ''), alpmVersions.parse(text)];
    assert.ok(a && b && alpmVersions.compare(a, b) < 0, text);
  }
});

test('what ends in a separator, or holds a blank, is no version', () => {
  for (const text of ['', '1.', '1.0-', ':', '1:2:3', '1 0', '-1', '1.0-1.']) {
    assert.equal(alpmVersions.parse(text), undefined, text);
  }
});

// One of the seven has it that letters after a number are later; the manual says earlier.
factsTest('alpm agrees with six of the facts of pacman.tsv', 'pacman.tsv', (facts) => {
  assert.equal(facts.length, 7);
  const wrong = facts.filter((fact) => judge(fact, alpmVersions) !== fact.op);
  assert.deepEqual(
    wrong.map(({ a, op, b }) => `${a} ${op} ${b}`),
    ['1.0.0alpha > 1.0.0'],
  );
});
