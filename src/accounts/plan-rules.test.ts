import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Actor } from './actor.ts';
import type { PlanState } from './plans.ts';
import { changePlan, entitlementOf, plansOf } from './plans.ts';
import { isAllowed } from './policies.ts';
import type { Subject } from './subject.ts';

const GRACE = 30;

/** What the product says of a plan's life, told without looking at how it is kept. */
class Model {
  now = 0;
  hasAnalysis = false;
  /** When analysis was lost, if it ever was and has not come back. */
  lostAt: number | undefined;

  set(hasAnalysis: boolean): void {
    if (this.hasAnalysis && !hasAnalysis) this.lostAt = this.now;
    if (hasAnalysis) this.lostAt = undefined;
    this.hasAnalysis = hasAnalysis;
  }

  mayRead(): boolean {
    return this.hasAnalysis || (this.lostAt !== undefined && this.now - this.lostAt < GRACE);
  }
}

type Step = { readonly plan: number } | { readonly days: number };

test('through any upgrades, downgrades and days, the plan’s rules hold', () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ plan: fc.nat(2) }),
    fc.record({ days: fc.nat(40) }),
  );
  const kinds = fc.constantFrom('personal' as const, 'organization' as const);
  fc.assert(
    fc.property(kinds, fc.array(step, { maxLength: 40 }), (kind, steps) => {
      const plans = plansOf(kind);
      const model = new Model();
      let state: PlanState = { plan: 'free' };
      for (const one of steps) {
        if ('days' in one) {
          model.now += one.days;
        } else {
          const plan = plans[one.plan % plans.length] ?? 'free';
          model.set(plan !== 'free');
          state = changePlan(state, plan, model.now, GRACE);
        }
        const entitlement = entitlementOf(state, model.now);
        const namespace = { id: 1, name: 'acme', kind, plan: state.plan, entitlement };
        const owner: Actor = { kind: 'user', userId: 1, name: 'alice', isAdministrator: false };
        const subject: Subject = {
          kind: 'repository',
          namespace,
          repository: {
            id: 1,
            name: 'acme/app',
            namespaceId: 1,
            visibility: 'private',
            isAnalysisActive: true,
            publishesResults: false,
          },
          standing: { role: 'owner' },
        };
        const member: Subject = { ...subject, standing: { role: 'member', grant: 'read' } };
        assert.equal(isAllowed(owner, 'repository.activate', subject), model.hasAnalysis);
        assert.equal(isAllowed(owner, 'repository.results.run', subject), model.hasAnalysis);
        assert.equal(isAllowed(owner, 'repository.results.read', subject), model.mayRead());
        assert.equal(isAllowed(owner, 'repository.results.read', member), model.mayRead());
        assert.equal(isAllowed(owner, 'repository.push', subject), true);
        assert.equal(isAllowed(owner, 'repository.deactivate', subject), true);
      }
    }),
    { numRuns: 300 },
  );
});
