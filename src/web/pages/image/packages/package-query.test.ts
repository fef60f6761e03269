import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPackageFiltered, packageFiltersOf } from './package-query.ts';

test('the address says what packages are asked for; what the server would refuse is left out', () => {
  const search = {
    q: 'lodash',
    type: 'npm,deb',
    layer: '0,2',
    licence: '(MIT OR Apache-2.0)',
    affected: 'yes',
    sort: 'severity',
  };
  assert.deepEqual(packageFiltersOf(search), {
    search: 'lodash',
    type: 'npm,deb',
    layer: '0,2',
    license: '(MIT OR Apache-2.0)',
    affected: 'true',
    sort: 'severity',
  });
  assert.deepEqual(
    packageFiltersOf({ q: '', type: 'a b', layer: '-1', affected: 'no', sort: 'epss' }),
    {},
  );
  assert.equal(isPackageFiltered({ sort: 'layer', severity: 'high' }), false);
  assert.equal(isPackageFiltered({ licence: 'MIT' }), true);
});
