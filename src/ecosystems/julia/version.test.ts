import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { juliaVersions } from './version.ts';

const IN_ORDER = ['1.0.0-rc1', '1', '1.0.1', '2.0.0', '2.0.0+0', '2.0.0+1', '2.0.0+10', '2.0.1'];

versionSchemeTests(juliaVersions, IN_ORDER);

test('builds of one version come one after another', () => {
  for (const [index, text] of IN_ORDER.slice(1).entries()) {
    const [a, b] = [juliaVersions.parse(IN_ORDER[index] ?? ''), juliaVersions.parse(text)];
    assert.ok(a && b && juliaVersions.compare(a, b) < 0, text);
  }
});
