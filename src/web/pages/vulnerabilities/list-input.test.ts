import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listInput } from './list-input.ts';

test('an address becomes what the list is asked for; what it cannot mean is left out', () => {
  const search = {
    q: 'log4j',
    severity: 'critical,high',
    kev: 'yes',
    ecosystem: 'Maven',
    scope: 'mine',
  };
  assert.deepEqual(listInput({ ...search, sort: 'epss' }), {
    q: 'log4j',
    severity: 'critical,high',
    exploited: 'true',
    namespace: 'Maven',
    mine: 'true',
    sort: 'epss',
  });
  assert.deepEqual(listInput({ severity: 'terrible', kev: 'no', sort: '-name', scope: 'all' }), {});
  assert.equal(listInput({ q: 'x'.repeat(500) }).q?.length, 200);
});
