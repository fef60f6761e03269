import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { juliaManifest } from './catalog-manifest.ts';
import { julia } from './index.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const PATH = 'app/Manifest.toml';

catalogerTests(juliaManifest, [
  { [PATH]: fixture('Manifest-1.toml') },
  { [PATH]: fixture('Manifest.toml') },
]);
hostileTextTests(juliaManifest, PATH);

test('a manifest gives packages of registries; parts of Julia have no version there', async () => {
  const lines = await packageLines(juliaManifest, PATH, fixture('Manifest-1.toml'));
  assert.deepEqual(lines, ['JSON 0.21.1']);
  const found = await packagesIn(juliaManifest, PATH, fixture('Manifest.toml'));
  assert.deepEqual(
    found.map((pkg) => [
      julia.purlOf(pkg, undefined),
      julia.matchTargetOf(pkg, contextOf(undefined))?.namespace,
    ]),
    [
      ['pkg:julia/OpenSSL_jll@3.0.13%2B1?uuid=458c3c95-2e84-50aa-8efc-19380b2a3a95', 'Julia'],
      ['pkg:julia/Prices@0.1.0?uuid=0a1b2c3d-0000-4000-8000-000000000000', undefined],
    ],
  );
});

test('another tool’s Manifest.toml holds no package, a broken one is told of', async () => {
  assert.deepEqual(await packageLines(juliaManifest, PATH, '[[package]]\nversion = "1"\n'), []);
  assert.deepEqual(await codesOf(juliaManifest, PATH, '[['), ['julia.manifest.malformed']);
});
