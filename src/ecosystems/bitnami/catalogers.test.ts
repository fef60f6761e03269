import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { bitnamiSpdx } from './catalog-spdx.ts';
import { bitnami } from './index.ts';

const SPDX = readFileSync(join(import.meta.dirname, 'fixtures/.spdx-redis.spdx'), 'utf8');
const PATH = 'opt/bitnami/redis/.spdx-redis.spdx';

catalogerTests(bitnamiSpdx, [{ [PATH]: SPDX }]);
hostileTextTests(bitnamiSpdx, PATH);

test('a component is matched by the version of its upstream, and shown with its build', async () => {
  const [found, ...others] = await packagesIn(bitnamiSpdx, PATH, SPDX);
  assert.ok(found);
  assert.deepEqual(others, []);
  assert.deepEqual(found.licenses, ['BSD-3-Clause']);
  const purl = 'pkg:bitnami/redis@7.2.4-11?arch=arm64&distro=debian-12';
  assert.equal(bitnami.purlOf(found, undefined), purl);
  const target = bitnami.matchTargetOf(found, contextOf(undefined));
  assert.equal(target?.namespace, 'Bitnami');
  assert.deepEqual(target?.keys, [{ name: 'redis', version: '7.2.4', via: 'package' }]);
});

test('other SPDX documents are not Bitnami’s word', async () => {
  assert.deepEqual(await packageLines(bitnamiSpdx, 'opt/bitnami/redis/a.spdx', SPDX), []);
  assert.deepEqual(await codesOf(bitnamiSpdx, PATH, 'SPDXVersion: SPDX-2.3'), [
    'bitnami.spdx.malformed',
  ]);
});
