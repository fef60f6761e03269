import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { genericVersions } from './version.ts';

versionSchemeTests(genericVersions, [
  '1.25.1',
  '1.1.1w',
  '1.9.3p551',
  '9.5alpha1',
  '3.1-dev0',
  '1.21.0-rc1',
  '3.12.5-2',
  '11.0.17+8-LTS',
  '26.2',
]);

test('letters and numbers after a release count on; words before it count up to it', () => {
  const rising = [
    ['3.1-dev0', '3.1-alpha1', '3.1beta2', '3.1-rc.1', '3.1', '3.1.1'],
    ['1.1.1', '1.1.1a', '1.1.1w', '1.1.1za', '1.1.1zb', '1.1.2'],
    ['1.9.3p0', '1.9.3p551', '2.0.0'],
    ['1.0.2zb', '1.0.2zc-dev', '1.0.2zc'],
    ['1.20.9', '1.21.0-0', '1.21rc2', '1.21'],
    ['3.12.5', '3.12.5-1', '3.12.5-2', '3.12.6'],
  ];
  for (const line of rising) {
    for (const [index, text] of line.slice(1).entries()) {
      assert.ok(compare(line[index] ?? '', text) < 0, `${line[index]} < ${text}`);
    }
  }
});

test('zeros at the end, build metadata and words for a release say nothing', () => {
  assert.equal(compare('26.2', '26.2.0.0'), 0);
  assert.equal(compare('11.0.17+8', '11.0.17+9-LTS'), 0);
  assert.equal(compare('1.2-release', 'v1.2'), 0);
});

test('a commit, a word of another meaning or no number is no version', () => {
  for (const text of ['1.25-d524e1e', '1.0-ubuntu1', 'latest', '', '1..2', '1.0-']) {
    assert.equal(genericVersions.parse(text), undefined, text);
  }
});

function compare(left: string, right: string): number {
  const [a, b] = [genericVersions.parse(left), genericVersions.parse(right)];
  assert.ok(a && b, `${left}, ${right}`);
  return genericVersions.compare(a, b);
}
