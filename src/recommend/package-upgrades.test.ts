import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../model/index.ts';
import { packageUpgrades } from './package-upgrades.ts';
import { findingOf, rowOf } from './samples.contract.ts';

/** Fixes by finding; a version that is listed is still affected. */
const NEVER = (): boolean => false;

test('the lowest version that removes all, and the lowest that breaks nothing', () => {
  const [upgrade] = packageUpgrades(
    [rowOf('npm', 'qs', '6.2.0', { locations: ['app/node_modules/qs/package.json'] })],
    [
      findingOf('CVE-1', 0, '6.2.3'),
      findingOf('CVE-2', 0, '6.5.1'),
      findingOf('CVE-3', 0, '7.0.1'),
    ],
    below({ 'CVE-1': '6.2.3', 'CVE-2': '6.5.1', 'CVE-3': '7.0.1' }),
  );
  assert.equal(upgrade?.place, 'app');
  assert.deepEqual(
    [upgrade?.lowest.version, upgrade?.lowest.isBreaking, upgrade?.lowest.fixes.high],
    ['7.0.1', true, 3],
  );
  assert.deepEqual(
    [
      upgrade?.compatible?.version,
      upgrade?.compatible?.isBreaking,
      upgrade?.compatible?.fixes.high,
    ],
    ['6.5.1', false, 2],
  );
  assert.equal(upgrade?.compatible?.command, 'npm install qs@6.5.1');
  assert.deepEqual(upgrade?.compatible?.manifest, {
    file: 'package.json',
    text: '"overrides": { "qs": "^6.5.1" }',
  });
});

test('a fix that is affected again by another interval is not the version to go to', () => {
  const packages = [rowOf('npm', 'a', '1.0.0')];
  const findings = [withOtherFixes('CVE-1', '1.5.0', ['2.0.1']), findingOf('CVE-2', 0, '2.0.0')];
  const [upgrade] = packageUpgrades(packages, findings, ({ id }, version) =>
    id === 'CVE-1' ? version === '2.0.0' : version < '2.0.0',
  );
  assert.equal(upgrade?.lowest.version, '2.0.1');
  assert.equal(upgrade?.compatible?.version, '1.5.0');
});

test("a distribution's package has its own fix, with the command of its package manager", () => {
  const packages = [
    rowOf('deb', 'curl', '7.88.1-10'),
    rowOf('apk', 'zlib', '1.2.13-r0'),
    rowOf('rpm', 'bash', '0:5.1.8-6.el9'),
  ];
  const upgrades = packageUpgrades(
    packages,
    [
      findingOf('CVE-1', 0, '7.88.1-10+deb12u9'),
      findingOf('CVE-2', 0, '7.88.1-10+deb12u12'),
      findingOf('CVE-1', 1, '1.2.13-r1'),
      findingOf('CVE-1', 2, '0:5.1.8-9.el9'),
    ],
    NEVER,
  );
  assert.deepEqual(
    upgrades.map(({ lowest, compatible }) => [lowest.version, lowest.command, compatible]),
    [
      ['7.88.1-10+deb12u12', 'apt-get update && apt-get install -y --only-upgrade curl', undefined],
      ['1.2.13-r1', 'apk upgrade --no-cache zlib', undefined],
      ['0:5.1.8-9.el9', 'dnf upgrade -y bash', undefined],
    ],
  );
});

test('a name that could be another text in a manifest is in none', () => {
  const names = ['a" }, "scripts": { "x": "y', 'a\n', '<b>'];
  for (const name of names) {
    const [upgrade] = packageUpgrades(
      [rowOf('npm', name, '1.0.0')],
      [findingOf('CVE-1', 0, '1.0.1')],
      NEVER,
    );
    assert.equal(upgrade?.lowest.manifest, undefined, name);
  }
});

const ADVISORY = {
  id: 'GHSA-1',
  class: 'vulnerability',
  aliases: [],
  upstream: [],
  source: 'osv',
  summary: '',
  severities: [],
  modified: '',
  isUnreviewed: false,
} as const;

/** Affected up to its fix. */
function below(fixes: Readonly<Record<string, string>>) {
  return ({ id }: Finding, version: string): boolean => version < (fixes[id] ?? '');
}

function withOtherFixes(id: string, fixedIn: string, otherFixes: readonly string[]): Finding {
  const events = [{ kind: 'introduced', version: '0' } as const];
  const affected = {
    ecosystem: 'npm',
    namespace: 'npm',
    name: 'a',
    ranges: [events],
    versions: [],
    status: 'affected',
    architectures: [],
  } as const;
  const match = {
    advisory: ADVISORY,
    affected,
    key: { name: 'a', version: '1.0.0', via: 'package' },
    scheme: 'npm',
    deciding: { kind: 'range', events, index: 0 },
    fixedIn,
    otherFixes,
  } as const;
  return findingOf(id, 0, fixedIn, { matches: [match] });
}
