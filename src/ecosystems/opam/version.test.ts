import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { opamVersions } from './version.ts';

/** As opam's manual orders them. */
const IN_ORDER = [
  '~~',
  '~',
  '~beta2',
  '~beta10',
  '0.1',
  '1.0~beta',
  '1.0',
  '1.0-test',
  '1.0.1',
  '1.0.10',
  'dev',
  'trunk',
];

versionSchemeTests(opamVersions, IN_ORDER);

test('versions are in the order that opam’s manual gives', () => {
  for (const [index, text] of IN_ORDER.slice(1).entries()) {
    const [a, b] = [opamVersions.parse(IN_ORDER[index] ?? ''), opamVersions.parse(text)];
    assert.ok(a !== undefined && b !== undefined && opamVersions.compare(a, b) < 0, text);
  }
});
