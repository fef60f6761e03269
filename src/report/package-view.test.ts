import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleFindings } from './located-findings.ts';
import { NO_LICENCE, sortPackages, viewPackages } from './package-view.ts';
import type { PackageFilter } from './package-view.ts';
import { typicalReport } from './sample-reports.contract.ts';

const REPORT = typicalReport();
const FINDINGS = visibleFindings(REPORT);

function named(filter: PackageFilter): readonly string[] {
  return viewPackages(REPORT.packages, FINDINGS, filter).packages.map(
    ({ package: { name } }) => name,
  );
}

test('packages are filtered by type, layer, licence, name and whether anything is known of them', () => {
  assert.deepEqual(named({}).length, REPORT.packages.length);
  assert.deepEqual(named({ licence: 'MIT' }), ['lodash', '@scope/tool']);
  assert.deepEqual(named({ licence: NO_LICENCE }), ['example.com/app']);
  assert.deepEqual(named({ packageTypes: new Set(['deb']) }), ['libssl3']);
  assert.deepEqual(named({ search: 'LODA', onlyAffected: true }), ['lodash']);
  assert.deepEqual(named({ layers: new Set([9]) }), []);
});

test('a facet says how many packages its choice would show, all other choices as they are', () => {
  const filter: PackageFilter = { packageTypes: new Set(['npm']) };
  const { facets } = viewPackages(REPORT.packages, FINDINGS, filter);
  assert.deepEqual(
    [...facets.packageTypes].toSorted(([left], [right]) => (left < right ? -1 : 1)),
    [
      ['deb', 1],
      ['golang', 1],
      ['npm', 2],
    ],
  );
  assert.deepEqual(Object.fromEntries(facets.licences), { MIT: 2, 'Apache-2.0': 1 });
  for (const [licence, count] of facets.licences) {
    assert.equal(named({ ...filter, licence }).length, count);
  }
  for (const [layer, count] of facets.layers) {
    assert.equal(named({ ...filter, layers: new Set([layer]) }).length, count);
  }
  assert.equal(facets.affected, named({ ...filter, onlyAffected: true }).length);
});

test('the worst come first, of one kind by name', () => {
  assert.deepEqual(sorted('name'), ['@scope/tool', 'example.com/app', 'libssl3', 'lodash']);
  assert.deepEqual(sorted('severity'), ['@scope/tool', 'libssl3', 'lodash', 'example.com/app']);
  assert.deepEqual(sorted('type'), ['libssl3', 'example.com/app', '@scope/tool', 'lodash']);
});

function sorted(order: Parameters<typeof sortPackages>[2]): readonly string[] {
  return sortPackages(REPORT.packages, FINDINGS, order).map(({ package: { name } }) => name);
}
