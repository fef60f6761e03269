import { randomBytes } from 'node:crypto';
import type { Accounts } from '../accounts/index.ts';
import { createAccounts, createPasswordHasher, createSeal } from '../accounts/index.ts';
import type { Clock, Log } from '../base/index.ts';
import { createAccountsStore } from '../store/index.ts';
import type { Ground } from './ground.ts';
import { createGuardedFetch } from './outgoing/guarded-fetch.ts';
import type { ServerConfig } from './server-config.ts';

export interface ServerAccountsOptions {
  readonly config: ServerConfig;
  readonly ground: Ground;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}

const DAY_MS = 24 * 60 * 60_000;

/** Who may what, on the database of this server. */
export function openAccounts(options: ServerAccountsOptions): Accounts {
  const { config, ground, publicUrl, clock, log } = options;
  return createAccounts({
    store: createAccountsStore(ground.database),
    clock,
    log,
    randomBytes,
    seal: createSeal(ground.keys, randomBytes),
    hasher: createPasswordHasher(),
    callOut: createGuardedFetch({
      allowed: config.allowedNetworks,
      onlyAllowed: config.isOffline,
    }),
    options: {
      service: serviceOf(publicUrl),
      publicUrl,
      anonymous: config.anonymous,
      defaultPlans: config.defaultPlans,
      resultsGrace: config.resultsGraceDays * DAY_MS,
      pushedVisibility: config.pushedVisibility,
      organizationsBy: config.organizationsBy,
    },
  });
}

/** What tokens of the registry are for: its name among people. */
export function serviceOf(publicUrl: string): string {
  return new URL(publicUrl).host;
}

const SWEEP_MS = 60 * 60_000;

/** Clears away every hour what is over: sessions, tokens, tries, old keys. */
export function sweepAccounts(accounts: Accounts, log: Log): { end(): Promise<void> } {
  let running = Promise.resolve();
  const sweep = (): Promise<void> =>
    accounts.sweep().catch((error: unknown) => {
      log.error('accounts not swept', { reason: String(error) });
    });
  const timer = setInterval(() => {
    running = sweep();
  }, SWEEP_MS);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
