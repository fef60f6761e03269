import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../../model/index.ts';
import { npm } from './index.ts';

const NOWHERE = { distro: undefined, facts: new Map<string, never>() };

test('a package is matched by its own name, as written, in the registry’s namespace', () => {
  assert.deepEqual(npm.matchTargetOf(pkg('@scope/JSONStream', '1.0.0'), NOWHERE), {
    namespace: 'npm',
    channels: [],
    keys: [{ name: '@scope/JSONStream', version: '1.0.0', via: 'package' }],
    isKernelHeaders: false,
  });
});

test('what has no version of the registry is matched to nothing', () => {
  const locations = [
    'git+https://example.com/a.git',
    'file:../a',
    'github:a/b#1',
    'https://a/b.tgz',
  ];
  for (const version of locations) {
    assert.equal(npm.matchTargetOf(pkg('a', version), NOWHERE), undefined, version);
  }
  assert.equal(npm.matchTargetOf(pkg('a', '1.0.0', 'file'), NOWHERE), undefined);
  assert.ok(npm.matchTargetOf(pkg('a', '1.0.0', 'git'), NOWHERE));
  assert.ok(npm.matchTargetOf(pkg('a', 'v1.0.0'), NOWHERE));
});

test('a scope is the purl’s namespace, and a location is no version', () => {
  const cases: readonly (readonly [Package, string])[] = [
    [pkg('left', '1.3.0'), 'pkg:npm/left@1.3.0'],
    [pkg('@scope/tool', '2.0.0-rc.1+b'), 'pkg:npm/%40scope/tool@2.0.0-rc.1%2Bb'],
    [pkg('a', 'git+https://example.com/a.git#1'), 'pkg:npm/a'],
  ];
  for (const [found, purl] of cases) assert.equal(npm.purlOf(found, undefined), purl);
});

function pkg(name: string, version: string, source?: string): Package {
  return {
    ecosystem: 'npm',
    name,
    version,
    licenses: [],
    locations: ['x'],
    evidence: 'lockfile',
    confidence: 'exact',
    scope: 'runtime',
    ...(source && { facts: { source } }),
  };
}
