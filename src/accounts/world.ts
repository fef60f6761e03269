import type { Clock, Log } from '../base/index.ts';
import type { AccountsOptions } from './options.ts';
import type { PasswordHasher } from './password.ts';
import type { AccountRecords, SigningKeyRecords, TryRecords } from './ports.ts';
import type { Seal } from './seal.ts';
import type { RandomBytes } from './secret-token.ts';

export type AccountsStore = AccountRecords & SigningKeyRecords & TryRecords;

/** One request to an address that a person has set; what it refuses is a FailureError. */
export type CallOut = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly followsRedirects: boolean;
    readonly signal?: AbortSignal;
  },
) => Promise<Response>;

/** What accounts needs from outside. */
export interface AccountsWorld {
  readonly store: AccountsStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  readonly seal: Seal;
  readonly hasher: PasswordHasher;
  /** For identity providers: refuses addresses that the instance must not call. */
  readonly callOut: CallOut;
  readonly options: AccountsOptions;
}
