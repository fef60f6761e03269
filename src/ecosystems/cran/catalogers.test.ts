import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { cranDescription } from './catalog-description.ts';
import { cran } from './index.ts';

const DESCRIPTION = readFileSync(join(import.meta.dirname, 'fixtures/DESCRIPTION'), 'utf8');
const PATH = 'usr/local/lib/R/site-library/jsonlite/DESCRIPTION';

catalogerTests(cranDescription, [{ [PATH]: DESCRIPTION }]);
hostileTextTests(cranDescription, PATH);

test('an installed package is told by its DESCRIPTION', async () => {
  assert.deepEqual(await packagesIn(cranDescription, PATH, DESCRIPTION), [
    {
      ecosystem: 'cran',
      name: 'jsonlite',
      version: '1.8.4',
      licenses: ['MIT + file LICENSE'],
      locations: [PATH],
      evidence: 'metadata',
      confidence: 'exact',
      scope: 'runtime',
    },
  ]);
});

test('a source that was never built is not installed, nor is a file of that name', async () => {
  const source = DESCRIPTION.replace(/^Built:.*\n/m, '');
  assert.deepEqual(await packageLines(cranDescription, PATH, source), []);
  assert.deepEqual(await packageLines(cranDescription, 'a/DESCRIPTION', 'A text.\n'), []);
});

test('each registry has its own advisories; the parts of R have none', async () => {
  const cases: readonly (readonly [field: string, namespace: string | undefined])[] = [
    ['', 'CRAN'],
    ['biocViews: Infrastructure\n', 'Bioconductor'],
    ['Priority: base\n', undefined],
    ['Priority: recommended\n', 'CRAN'],
  ];
  for (const [field, namespace] of cases) {
    const [found] = await packagesIn(cranDescription, PATH, field + DESCRIPTION);
    assert.ok(found);
    assert.equal(cran.matchTargetOf(found, contextOf(undefined))?.namespace, namespace, field);
  }
});

test('an installed package without a version is told of', async () => {
  const text = DESCRIPTION.replace('Version: 1.8.4\n', '');
  assert.deepEqual(await codesOf(cranDescription, PATH, text), ['cran.description.incomplete']);
});
