import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changePlan, DEFAULT_GRACE, entitlementOf, plansOf, plansWithAnalysis } from './plans.ts';

test('people have Free or Pro, organizations Free, Team or Business', () => {
  assert.deepEqual(plansOf('personal'), ['free', 'pro']);
  assert.deepEqual(plansOf('organization'), ['free', 'team', 'business']);
  assert.deepEqual(plansWithAnalysis('organization'), ['team', 'business']);
});

test('after a downgrade results are readable for 30 days, and not a millisecond longer', () => {
  const state = changePlan({ plan: 'team' }, 'free', 1000, DEFAULT_GRACE);
  const end = 1000 + 30 * 24 * 60 * 60 * 1000;
  assert.equal(entitlementOf({ plan: 'team' }, 0), 'active');
  assert.equal(entitlementOf(state, end - 1), 'readable');
  assert.equal(entitlementOf(state, end), 'none');
});

test('setting Free again does not begin the 30 days again', () => {
  const state = changePlan({ plan: 'pro' }, 'free', 0, 10);
  assert.deepEqual(changePlan(state, 'free', 9, 10), state);
  assert.equal(entitlementOf({ plan: 'free' }, 0), 'none');
});
