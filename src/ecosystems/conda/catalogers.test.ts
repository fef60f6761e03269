import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { condaMeta } from './catalog-conda-meta.ts';
import { conda } from './index.ts';

const RECORD = readFileSync(join(import.meta.dirname, 'fixtures/openssl.json'), 'utf8');
const PATH = 'opt/conda/conda-meta/openssl-3.0.12-h7f8727e_0.json';

catalogerTests(condaMeta, [{ [PATH]: RECORD }]);
hostileTextTests(condaMeta, PATH);

test('a package of an environment has its build and channel, and no advisories by its name', async () => {
  const [found] = await packagesIn(condaMeta, PATH, RECORD);
  assert.ok(found);
  assert.deepEqual(found.licenses, ['Apache-2.0']);
  assert.equal(
    conda.purlOf(found, undefined),
    'pkg:conda/openssl@3.0.12?build=h7f8727e_0&channel=main&subdir=linux-64&type=conda',
  );
  assert.equal(conda.matchTargetOf(found, contextOf(undefined)), undefined);
});

test('only what lies directly in conda-meta is a record', async () => {
  assert.deepEqual(await packageLines(condaMeta, 'opt/conda/conda-meta/x/a.json', RECORD), []);
  assert.deepEqual(await codesOf(condaMeta, PATH, '{}'), ['conda.meta.malformed']);
});
