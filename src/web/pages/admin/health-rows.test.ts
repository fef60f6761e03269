import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Health } from '../../../api/contract/index.ts';
import { healthRows, healthTitle } from './health-rows.ts';

const HEALTH: Health = {
  isReady: false,
  checks: [
    { name: 'database', isFine: true },
    { name: 'storage', isFine: false, detail: 'no room' },
  ],
  findings: [
    { name: 'sandbox', kind: 'fine', what: 'full' },
    { name: 'backup', kind: 'warning', what: 'none is known', help: 'make one' },
  ],
  versions: {},
};

test('what is wrong comes first, then what could be better', () => {
  const rows = healthRows(HEALTH);
  assert.deepEqual(
    rows.map(({ name, kind }) => `${name} ${kind}`),
    ['storage problem', 'backup warning', 'database fine', 'sandbox fine'],
  );
  assert.equal(rows[0]?.what, 'no room');
  assert.notEqual(rows[0]?.help, undefined);
});

test('the title counts what is not well, and says so when all is', () => {
  assert.equal(healthTitle(healthRows(HEALTH)), '1 problem, 1 warning');
  const well = healthRows({ ...HEALTH, checks: [], findings: HEALTH.findings.slice(0, 1) });
  assert.equal(healthTitle(well), 'All is well');
});
