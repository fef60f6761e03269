import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type {
  Accounts,
  AccountsFailure,
  AccountsOptions,
  AccountsStore,
  AccountsWorld,
  Actor,
  Context,
  SignedIn,
} from '../accounts/index.ts';
import {
  createAccounts,
  createPasswordHasher,
  createSeal,
  DEFAULT_GRACE,
  DEFAULT_PLANS,
} from '../accounts/index.ts';
import type { Result } from '../base/index.ts';
import { createAccountsStore } from './accounts-store.ts';
import type { Database } from './database.ts';
import { QUIET, withDatabase } from './test-database.contract.ts';

/** Accounts on a database of the test's own, at a time that the test sets. */
export interface TestAccounts {
  readonly accounts: Accounts;
  readonly world: AccountsWorld;
  readonly store: AccountsStore;
  readonly database: Database;
  /** Lets milliseconds pass. */
  pass(milliseconds: number): void;
}

export const ORIGIN = { requestId: 'r-1', address: '192.0.2.1', userAgent: 'test' } as const;
export const PASSWORD = 'correct horse battery';
const START = Date.UTC(2026, 0, 1);

export async function withAccounts(
  t: Pick<TestContext, 'after'>,
  options: Partial<AccountsOptions> = {},
): Promise<TestAccounts> {
  const database = await withDatabase(t);
  let now = START;
  const store = createAccountsStore(database);
  const world: AccountsWorld = {
    store,
    clock: { now: () => now },
    log: QUIET,
    randomBytes,
    seal: createSeal([randomBytes(32)], randomBytes),
    // The least that argon2 takes: tests hash hundreds of passwords.
    hasher: createPasswordHasher({ memoryCost: 8, timeCost: 1 }),
    callOut: (url, { followsRedirects, ...request }) =>
      fetch(url, { ...request, redirect: followsRedirects ? 'follow' : 'error' }),
    options: {
      service: 'drydock.test',
      publicUrl: 'https://drydock.test',
      anonymous: 'pull',
      defaultPlans: DEFAULT_PLANS,
      resultsGrace: DEFAULT_GRACE,
      pushedVisibility: 'private',
      organizationsBy: 'anyone',
      ...options,
    },
  };
  return {
    accounts: createAccounts(world),
    world,
    store,
    database,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** The value, or an error that tells the refusal. */
export function done<Value>(result: Result<Value, AccountsFailure>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}

/** The code of the refusal; `done` when there was none. */
export function codeOf(result: Result<unknown, AccountsFailure>): string {
  return result.ok ? 'done' : result.error.code;
}

export function as(actor: Actor): Context {
  return { actor, requestId: 'r-2', address: ORIGIN.address };
}

/** The first administrator, set up by link. */
export async function setUp({ accounts }: TestAccounts, name = 'alice'): Promise<SignedIn> {
  const link = (await accounts.setUp.offer()) ?? '';
  const token = link.slice(link.indexOf('#') + 1);
  return done(await accounts.setUp.complete({ token, name, password: PASSWORD }, ORIGIN));
}

/** Somebody more, by an administrator's invitation. */
export async function addPerson(
  { accounts }: TestAccounts,
  administrator: Actor,
  name: string,
): Promise<SignedIn> {
  const { link } = done(await accounts.people.invite(as(administrator), {}));
  const token = link.slice(link.indexOf('#') + 1);
  const form = { token, name, password: PASSWORD };
  return done(await accounts.invitations.acceptAsNew(form, ORIGIN));
}
