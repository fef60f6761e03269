import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filtersOf, groupingOf, isFiltered, shortKey, sortOf } from './finding-query.ts';
import { affectedWords, noFixWords, percentText } from './finding-words.ts';

test('the version introduced stands as the advisory says, with the upstream one beside it', () => {
  assert.deepEqual(affectedWords({ introduced: '3.0.0', lastAffected: '3.0.6' }), {
    range: 'from 3.0.0, up to 3.0.6',
    upstream: undefined,
  });
  assert.deepEqual(affectedWords({ introduced: '0', upstreamIntroduced: '1.1.0' }), {
    range: 'all earlier',
    upstream: '1.1.0',
  });
});

test('where there is no fix, it says why not, or where else there is one', () => {
  assert.equal(noFixWords({ status: 'affected' }), 'no fix known');
  assert.equal(noFixWords({ status: 'will_not_fix' }), 'will not be fixed');
  assert.equal(
    noFixWords({
      status: 'affected',
      fixElsewhere: { channel: 'Ubuntu:Pro:20.04', version: '1.2-3esm1' },
    }),
    '1.2-3esm1 in Ubuntu Pro',
  );
});

test('a chance has as many digits as say something', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0.0 %'],
    [0.0004, '< 0.1 %'],
    [0.0042, '0.4 %'],
    [0.094, '9.4 %'],
    [0.944, '94 %'],
  ];
  for (const [share, text] of cases) assert.equal(percentText(share), text);
});

test('filters of an address become those of the API, and what it would refuse is left out', () => {
  assert.deepEqual(
    filtersOf({
      severity: 'critical,high',
      fixable: 'yes',
      kev: 'yes',
      layer: '0,7',
      type: 'npm,deb',
      q: 'why not cve-2021-44228',
    }),
    {
      severity: 'critical,high',
      fixable: 'true',
      exploited: 'true',
      layer: '0,7',
      type: 'npm,deb',
      search: 'CVE-2021-44228',
    },
  );
  assert.deepEqual(
    filtersOf({ severity: 'critical,worst', layer: '-1', type: 'NPM', fixable: 'true' }),
    {},
  );
});

test('a sort that there is not, and a grouping that there is not, are the usual ones', () => {
  assert.equal(sortOf({ sort: '-epss' }), 'epss');
  assert.equal(sortOf({ sort: 'color' }), undefined);
  assert.equal(groupingOf({ group: 'vulnerability' }), 'vulnerability');
  assert.equal(groupingOf({ group: 'x' }), 'package');
});

test('showing what totals leave out is no filter', () => {
  assert.equal(isFiltered({ hidden: 'yes' }), false);
  assert.equal(isFiltered({ layer: '3' }), true);
});

test('a package’s key is cut for the address, an id of a vulnerability is not', () => {
  assert.equal(shortKey('0123456789abcdef0123456789abcdef', 'package'), '01234567');
  assert.equal(shortKey('CVE-2021-23337', 'vulnerability'), 'CVE-2021-23337');
});
