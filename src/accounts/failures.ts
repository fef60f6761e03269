import type { Result } from '../base/index.ts';
import { err } from '../base/index.ts';
import type { Plan } from './plans.ts';

/** Why an operation on accounts was refused. The edge gives each a status. */
export type AccountsFailureCode =
  /** Not there, or not for this actor to know of: the two are told in the same words. */
  | 'not-found'
  | 'needs-sign-in'
  | 'forbidden'
  | 'needs-plan'
  | 'invalid'
  | 'name-invalid'
  | 'name-taken'
  | 'plan-not-for-kind'
  /** An invitation or a set-up link that is unknown, used or over. */
  | 'link-invalid'
  | 'last-owner'
  | 'last-administrator'
  | 'password-unfit'
  | 'wrong-credentials'
  /** The password was right; the code of the second step is asked for. */
  | 'needs-code'
  /** The registry cannot ask for a code: a token serves as the password. */
  | 'needs-token'
  | 'too-many-tries'
  | 'identity-refused'
  | 'too-many';

export interface AccountsFailure {
  readonly code: AccountsFailureCode;
  /** What was wrong, with which value, and what to do. */
  readonly message: string;
  /** Of `too-many-tries`. */
  readonly retryAfterSeconds?: number;
  /** Of `needs-plan`: the plans that would do. */
  readonly plans?: readonly Plan[];
}

export function refuse(
  code: AccountsFailureCode,
  message: string,
  more: Omit<AccountsFailure, 'code' | 'message'> = {},
): Result<never, AccountsFailure> {
  return err({ code, message, ...more });
}
