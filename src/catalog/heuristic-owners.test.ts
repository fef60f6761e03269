import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import { heuristicOwnersOf } from './heuristic-owners.ts';
import type { Occurrence } from './occurrence.ts';
import type { SurvivingUnit } from './surviving-units.ts';

test("a package in a distribution's folder is of the package that is named by its rules", () => {
  const rows: readonly (readonly [string, string, string, string, boolean])[] = [
    [
      'pypi requests 2.28.1',
      'usr/lib/python3/dist-packages/requests-2.28.1.dist-info/METADATA',
      'python3-requests',
      '2.28.1+dfsg-1',
      true,
    ],
    [
      'pypi PyYAML 6.0',
      'usr/lib/python3/dist-packages/PyYAML-6.0.egg-info',
      'python3-pyyaml',
      '6.0-3',
      true,
    ],
    [
      'pypi requests 2.28.1',
      'usr/lib/python3.11/site-packages/requests.dist-info/METADATA',
      'python3-requests',
      '2.28.1-2.fc38',
      true,
    ],
    [
      'pypi requests 2.28.1',
      'usr/local/lib/python3.11/dist-packages/requests.dist-info/METADATA',
      'python3-requests',
      '2.28.1-1',
      false,
    ],
    [
      'pypi requests 2.28.1',
      'usr/lib/python3/dist-packages/requests.dist-info/METADATA',
      'python3-requests',
      '2.28.10-1',
      false,
    ],
    [
      'pypi requests 2.31.0',
      'usr/lib/python3/dist-packages/requests.dist-info/METADATA',
      'python3-requests',
      '2.28.1-1',
      false,
    ],
    [
      'npm @babel/core 7.20.15',
      'usr/share/nodejs/@babel/core/package.json',
      'node-babel-core',
      '1:7.20.15-2',
      true,
    ],
    ['npm ms 2.1.3', 'app/node_modules/ms/package.json', 'node-ms', '2.1.3-1', false],
    [
      'maven commons-io:commons-io 2.11.0',
      'usr/share/java/commons-io.jar',
      'libcommons-io-java',
      '2.11.0-2',
      true,
    ],
    [
      'gem rack 2.2.6',
      'usr/share/rubygems-integration/all/specifications/rack.gemspec',
      'ruby-rack',
      '2.2.6-1',
      true,
    ],
  ];
  for (const [found, path, owner, version, isOwned] of rows) {
    const [ecosystem = '', name = '', own = ''] = found.split(' ');
    const occurrences = [
      occurrenceOf({ ecosystem: 'deb', name: owner, version, evidence: 'database' }, 'db'),
      occurrenceOf({ ecosystem, name, version: own, evidence: 'metadata' }, path),
    ];
    const units = occurrences.map(({ package: { locations } }) => unitOf(locations[0] ?? ''));
    const expected = [undefined, isOwned ? 0 : undefined];
    assert.deepEqual(heuristicOwnersOf({ occurrences, units }), expected, `${found} ${path}`);
  }
});

function occurrenceOf(
  pkg: Pick<Package, 'ecosystem' | 'name' | 'version' | 'evidence'>,
  path: string,
): Occurrence {
  const rest = { licenses: [], locations: [path], confidence: 'exact', scope: 'runtime' } as const;
  return { package: { ...pkg, ...rest }, foundBy: 'test', introducedIn: 0 };
}

function unitOf(path: string): SurvivingUnit {
  const digest = parseDigest(`sha256:${'0'.repeat(64)}`);
  assert.ok(digest);
  const unit = {
    cataloger: 'test',
    path,
    digest,
    md5: '',
    sha1: '',
    packages: [],
    ownership: [],
    facts: {},
  };
  return { unit, layer: 0, history: [] };
}
