import type { DefaultPlans } from './plans.ts';
import type { Visibility } from './subject.ts';

/** What accounts is configured with. */
export interface AccountsOptions {
  /** The audience of the registry's tokens: what clients send as `service`. */
  readonly service: string;
  /** The issuer of the registry's tokens, and where links lead: no slash at the end. */
  readonly publicUrl: string;
  readonly anonymous: 'none' | 'pull' | 'push';
  readonly defaultPlans: DefaultPlans;
  /** Milliseconds that results stay readable after a downgrade. */
  readonly resultsGrace: number;
  /** Of a repository that a push makes. */
  readonly pushedVisibility: Visibility;
  /** Anyone with an account, or administrators only. */
  readonly organizationsBy: 'anyone' | 'administrators';
}
