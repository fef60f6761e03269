/** What a namespace may use. */
export type Plan = 'free' | 'pro' | 'team' | 'business';
export type NamespaceKind = 'personal' | 'organization';

export const PLANS: readonly Plan[] = ['free', 'pro', 'team', 'business'];

const OF_KIND: Readonly<Record<NamespaceKind, readonly Plan[]>> = {
  personal: ['free', 'pro'],
  organization: ['free', 'team', 'business'],
};

/** The plans that a namespace of this kind can have. */
export function plansOf(kind: NamespaceKind): readonly Plan[] {
  return OF_KIND[kind];
}

/** Whether new analyses are made. */
export function includesAnalysis(plan: Plan): boolean {
  return plan !== 'free';
}

/** The plans of this kind that include analysis: what an upgrade card offers. */
export function plansWithAnalysis(kind: NamespaceKind): readonly Plan[] {
  return OF_KIND[kind].filter(includesAnalysis);
}

/** `active`: analyses are made and read. `readable`: kept results are. `none`: neither. */
export type Entitlement = 'active' | 'readable' | 'none';

/** A namespace's plan, and until when results stay readable after a downgrade. */
export interface PlanState {
  readonly plan: Plan;
  /** Milliseconds; absent when analysis was never lost. */
  readonly resultsReadableUntil?: number;
}

export function entitlementOf(state: PlanState, now: number): Entitlement {
  if (includesAnalysis(state.plan)) return 'active';
  const until = state.resultsReadableUntil;
  return until !== undefined && now < until ? 'readable' : 'none';
}

const DAY = 24 * 60 * 60 * 1000;
/** PRODUCT: results stay readable for 30 days after a downgrade. */
export const DEFAULT_GRACE: number = 30 * DAY;

/**
 * The state after a change of plan at `now`. Losing analysis starts the grace; changing among plans
 * without it leaves the grace as it runs, so that going back and forth gains nothing.
 */
export function changePlan(state: PlanState, plan: Plan, now: number, grace: number): PlanState {
  if (includesAnalysis(plan)) return { plan };
  if (includesAnalysis(state.plan)) return { plan, resultsReadableUntil: now + grace };
  return { ...state, plan };
}

/** The plans that new namespaces get. */
export interface DefaultPlans {
  /** The first user's, who sets the instance up. */
  readonly firstUser: Plan;
  readonly personal: Plan;
  readonly organization: Plan;
}

/** So that the main job works at once on an instance of one's own. */
export const DEFAULT_PLANS: DefaultPlans = {
  firstUser: 'pro',
  personal: 'free',
  organization: 'team',
};
