import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { luarocksVersions } from './version.ts';

const IN_ORDER = [
  '1.0alpha1-1',
  '1.0beta-1',
  '1.0rc1-1',
  '1.0rc2-1',
  '1.0-1',
  '1.0-2',
  '1.0a-1',
  '1.0.1-1',
  '1.10-1',
  '2-1',
  'scm-1',
  'dev-1',
];

versionSchemeTests(luarocksVersions, IN_ORDER);

test('rocks of one release come one after another, words stand before and after it', () => {
  for (const [index, text] of IN_ORDER.slice(1).entries()) {
    const [a, b] = [luarocksVersions.parse(IN_ORDER[index] ?? ''), luarocksVersions.parse(text)];
    assert.ok(a && b && luarocksVersions.compare(a, b) < 0, text);
  }
});
