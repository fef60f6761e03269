import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goReleaseOf, isPseudoVersion } from './go-version.ts';
import { mainVersionOf } from './main-version.ts';

test('the standard library has the version of the Go that built it', () => {
  const releases = {
    'go1.21.5': '1.21.5',
    'go1.21': '1.21.0',
    'go1.22rc1': '1.22.0-rc.1',
    'go1.18beta2': '1.18.0-beta.2',
    'go1.20.4 X:boringcrypto': '1.20.4',
    'go1.21.3-X:nocoverageredesign': '1.21.3',
    'go1.18.3b7': '1.18.3',
    'go1.22.1-fips': '1.22.1',
    'devel go1.23-abcdef Tue': undefined,
    'go1.2.3.4': undefined,
    'gccgo 12': undefined,
  };
  for (const [written, expected] of Object.entries(releases)) {
    assert.equal(goReleaseOf(written), expected, written);
  }
});

test('versions that name a commit are known', () => {
  assert.ok(isPseudoVersion('v0.0.0-20240101120000-0123456789ab'));
  assert.ok(isPseudoVersion('v1.2.4-0.20240101120000-0123456789ab'));
  assert.ok(isPseudoVersion('v1.2.3-rc.1.0.20240101120000-0123456789ab+incompatible'));
  assert.ok(!isPseudoVersion('v1.2.3-rc.1'));
});

test('a main module has its released version, else the linked one, else its commit', () => {
  const module = 'github.com/o/app';
  const pseudo = 'v0.0.0-20240101120000-0123456789ab';
  const cases: readonly (readonly [version: string, flags: string, expected: string])[] = [
    ['v1.2.3', '-X main.version=9.9.9', 'v1.2.3'],
    ['(devel)', '-X main.version=1.2.3', 'v1.2.3'],
    ['(devel)', '-s -w -X=main.Version=v1.2.3-rc.1', 'v1.2.3-rc.1'],
    ['(devel)', `-X '${module}/internal/build.Version=v2.0.0'`, 'v2.0.0'],
    ['(devel)', '-X github.com/o/lib/version.Version=3.0.0', 'v3.0.0'],
    ['(devel)', '-X github.com/other/lib/version.Version=3.0.0', '(devel)'],
    ['(devel)', `-X ${module}/x.Version=2.0.0 -X main.ver=1.0.0`, 'v1.0.0'],
    ['(devel)', '-X main.version=abc -X main.goVersion=1.21.0', '(devel)'],
    [pseudo, '-X main.version=1.2.3', 'v1.2.3'],
    [pseudo, '', pseudo],
    ['', '', '(devel)'],
  ];
  for (const [version, flags, expected] of cases) {
    const settings = new Map([['-ldflags', flags]]);
    assert.equal(mainVersionOf({ path: module, version }, settings).version, expected, flags);
  }
  const commit = new Map([
    ['vcs.revision', '0123456789abcdef0123456789abcdef01234567'],
    ['vcs.time', '2024-02-03T04:05:06Z'],
  ]);
  assert.equal(
    mainVersionOf({ path: module, version: '(devel)' }, commit).version,
    'v0.0.0-20240203040506-0123456789ab',
  );
});
