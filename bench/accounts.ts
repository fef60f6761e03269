/**
 * What stands in the way of every request: tokens of the registry verified and made, decisions, and
 * signing in. Also whether a wrong password takes longer for a name that somebody has. On a database
 * of its own, which is gone afterwards.
 *
 *     node bench/accounts.ts [--tries 500]
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Accounts, Actor, RegistryToken } from '../src/accounts/index.ts';
import {
  createAccounts,
  createPasswordHasher,
  createSeal,
  DEFAULT_GRACE,
  DEFAULT_PLANS,
  may,
} from '../src/accounts/index.ts';
import type { Log, Result } from '../src/base/index.ts';
import {
  createAccountsStore,
  migrate,
  openDatabase,
  startEmbeddedDatabase,
} from '../src/store/index.ts';

const { values } = parseArgs({ options: { tries: { type: 'string', default: '500' } } });
const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PASSWORD = 'correct horse battery';

const dataFolder = mkdtempSync(join(tmpdir(), 'drydock-accounts-'));
const embedded = value(await startEmbeddedDatabase({ dataFolder, log: QUIET }));
const database = value(await openDatabase({ url: embedded.url, log: QUIET }));
value(await migrate(database, QUIET));
/** A clock that tries can be spread over. */
let ahead = 0;
const accounts = createAccounts({
  store: createAccountsStore(database),
  clock: { now: () => Date.now() + ahead },
  log: QUIET,
  randomBytes,
  seal: createSeal([randomBytes(32)], randomBytes),
  hasher: createPasswordHasher(),
  callOut: () => Promise.reject(new Error('nobody is asked')),
  options: {
    service: 'bench',
    publicUrl: 'http://127.0.0.1',
    anonymous: 'pull',
    defaultPlans: DEFAULT_PLANS,
    resultsGrace: DEFAULT_GRACE,
    pushedVisibility: 'private',
    organizationsBy: 'anyone',
  },
});
try {
  await bench();
} finally {
  await database.close();
  await embedded.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const link = (await accounts.setUp.offer()) ?? '';
  const token = link.slice(link.indexOf('#') + 1);
  const origin = { requestId: 'r', address: '127.0.0.1', userAgent: '' };
  const form = { token, name: 'alice', password: PASSWORD };
  const { actor } = value(await accounts.setUp.complete(form, origin));
  const context = { actor, requestId: 'r', address: '127.0.0.1' };
  value(await accounts.repositories.create(context, { name: 'alice/app' }));
  const made = value(await accounts.tokens.make(context, { name: 'ci', scopes: ['push'] }));

  const first = await registryToken(accounts, made.secret);
  const { registry } = accounts;
  await rate('token verified again', 500_000, () => registry.verifyRegistryToken(first.token));
  const fresh: string[] = [];
  await rate('token made, with a personal token', 2_000, async () => {
    fresh.push((await registryToken(accounts, made.secret)).token);
  });
  await rate('token verified first', fresh.length, async (at) => {
    if (!(await registry.verifyRegistryToken(fresh[at] ?? ''))) throw new Error('refused');
  });
  const target = { kind: 'repository', name: 'alice/app' } as const;
  const subject = await accounts.access.subject(actor, target);
  await rate('decision', 1_000_000, () => may(actor, 'repository.push', subject));
  await rate('decision, with its query', 2_000, () =>
    accounts.access.decide(actor, 'repository.push', target),
  );
  if (actor.kind === 'user') await strangers(actor);
  const wrong = { alice: [] as number[], nobody: [] as number[] };
  for (let count = 0; count < Number(values.tries); count += 1) {
    for (const name of ['alice', 'nobody'] as const) {
      ahead += 60_000;
      const started = performance.now();
      await accounts.signIn.withPassword({ name, password: `wrong ${count}` }, origin);
      wrong[name].push(performance.now() - started);
    }
  }
  for (const [name, times] of Object.entries(wrong)) show(`wrong password for ${name}`, times, 2);
}

type UserActor = Extract<Actor, { kind: 'user' }>;

/** What is there and forbidden, and what is not there, for somebody who may see neither. */
async function strangers(owner: UserActor): Promise<void> {
  const stranger = {
    ...owner,
    userId: owner.userId + 1000,
    name: 'stranger',
    isAdministrator: false,
  };
  const targets = [
    ['repository', 'alice/app', 'alice/nothing'],
    ['namespace', 'alice', 'nobody'],
  ] as const;
  for (const [kind, there, missing] of targets) {
    const times: Record<string, number[]> = { forbidden: [], unknown: [] };
    for (let count = 0; count < 4 * Number(values.tries); count += 1) {
      for (const [what, name] of [
        ['forbidden', there],
        ['unknown', missing],
      ] as const) {
        const started = performance.now();
        await accounts.access.decide(stranger, 'repository.push', { kind, name });
        times[what]?.push(performance.now() - started);
      }
    }
    for (const [what, taken] of Object.entries(times)) show(`${kind}, ${what}`, taken, 3);
  }
}

function show(what: string, times: readonly number[], digits: number): void {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share: number): string =>
    (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(digits);
  console.log(`${what}: p10 ${at(0.1)}  p50 ${at(0.5)}  p90 ${at(0.9)} ms`);
}

async function registryToken({ registry }: Accounts, password: string): Promise<RegistryToken> {
  return value(
    await registry.registryToken({
      credentials: { kind: 'basic', name: 'alice', password },
      scopes: [{ type: 'repository', name: 'alice/app', actions: ['pull', 'push'] }],
      service: 'bench',
      offline: false,
      address: '127.0.0.1',
      requestId: 'r',
    }),
  );
}

async function rate(what: string, count: number, work: (at: number) => unknown): Promise<void> {
  const started = process.cpuUsage();
  const from = performance.now();
  for (let at = 0; at < count; at += 1) await work(at);
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(started);
  const each = (user + system) / count;
  console.log(
    `${what}: ${Math.round(count / seconds)} a second, ${each.toFixed(1)} µs of processor each`,
  );
}

function value<Value>(
  result: Result<Value, { readonly code: string; readonly message: string }>,
): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}
