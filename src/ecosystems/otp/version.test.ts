import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { otpVersions } from './version.ts';

const IN_ORDER = ['10.8.6', '10.8.6.1', '10.8.7', '27.0-rc1', '27.0-rc2', '27.0', '27.0.1'];

versionSchemeTests(otpVersions, IN_ORDER);

test('more numbers are later, candidates are before their release', () => {
  for (const [index, text] of IN_ORDER.slice(1).entries()) {
    const [a, b] = [otpVersions.parse(IN_ORDER[index] ?? ''), otpVersions.parse(text)];
    assert.ok(a && b && otpVersions.compare(a, b) < 0, text);
  }
  for (const text of ['', 'a', '1..2', '1.', 'v1'])
    assert.equal(otpVersions.parse(text), undefined);
});
