export type { Actor, Context, Scope } from './actor.ts';
export { ANONYMOUS } from './actor.ts';
export { createAccounts } from './create-accounts.ts';
export type * from './failures.ts';
export type * from './interface.ts';
export type * from './options.ts';
export type * from './plans.ts';
export {
  DEFAULT_GRACE,
  DEFAULT_PLANS,
  includesAnalysis,
  PLANS,
  plansOf,
  plansWithAnalysis,
} from './plans.ts';
export type { PasswordHasher } from './password.ts';
export { createPasswordHasher } from './password.ts';
export type { Decision, Refusal } from './policies.ts';
export { isAllowed, may } from './policies.ts';
export type * from './policy-table.ts';
export { ACTIONS, POLICIES } from './policy-table.ts';
export type * from './ports.ts';
export type * from './registry-access.ts';
export { parseScopes } from './registry-scopes.ts';
export type { Seal } from './seal.ts';
export { createSeal, newKeyFile, readKeyFile } from './seal.ts';
export type { RandomBytes } from './secret-token.ts';
export type * from './subject.ts';
export type { AccountsStore, AccountsWorld } from './world.ts';
