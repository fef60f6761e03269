import { isIPv6 } from 'node:net';
import type { Result } from '../base/index.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { AccountsWorld } from './world.ts';

/** So many at once, and one more each so many milliseconds. */
interface Rate {
  readonly size: number;
  readonly every: number;
}

/** One account from one network: 10 in the first minute, then 5. */
const PAIR: Rate = { size: 5, every: 12_000 };
/**
 * One account from all networks where its person never signed in: 10 a minute once the first are
 * used. More than one network gets, so that no single one locks out a person on the move.
 */
const STRANGERS: Rate = { size: 10, every: 6_000 };
/** One network, whatever the accounts: an office behind one address still signs in. */
const NETWORK: Rate = { size: 40, every: 3_000 };
/** A network where somebody signed in stays known for so long. */
const KNOWN_MILLISECONDS = 90 * 24 * 60 * 60 * 1000;

interface Guess {
  /** As typed, whether or not there is such a person: both are treated alike. */
  readonly name: string;
  readonly address: string;
}

/**
 * Runs `check` unless there were too many tries. A try is taken before, so that many at once are
 * counted, and given back when it was right.
 */
export async function guardGuess<Value>(
  world: AccountsWorld,
  { name, address }: Guess,
  check: () => Promise<Result<Value, AccountsFailure>>,
): Promise<Result<Value, AccountsFailure>> {
  const { store, clock } = world;
  const network = networkOf(address);
  const now = clock.now();
  const account = name.slice(0, 64);
  const buckets: [string, Rate][] = [
    [`network ${network}`, NETWORK],
    [`pair ${account} ${network}`, PAIR],
  ];
  if (!(await store.isKnownNetwork(account, network, now - KNOWN_MILLISECONDS))) {
    buckets.push([`account ${account}`, STRANGERS]);
  }
  const taken: [string, Rate][] = [];
  for (const [bucket, rate] of buckets) {
    const wait = await store.takeTry(bucket, rate.size, rate.every, now);
    if (wait > 0) {
      await giveBack(world, taken);
      return tooMany(wait);
    }
    taken.push([bucket, rate]);
  }
  const result = await check();
  // A right password without the code of the second step is no guess; nor is a right code.
  if (result.ok || HARMLESS.has(result.error.code)) await giveBack(world, taken);
  return result;
}

const HARMLESS: ReadonlySet<string> = new Set(['needs-code', 'needs-token']);

/** Counts what is only ever tried by machines: a wrong token. Right ones are never held up. */
export async function countWrongToken(world: AccountsWorld, address: string): Promise<number> {
  const bucket = `network ${networkOf(address)}`;
  return world.store.takeTry(bucket, NETWORK.size, NETWORK.every, world.clock.now());
}

export function tooMany(waitMilliseconds: number): Result<never, AccountsFailure> {
  const seconds = Math.max(1, Math.ceil(waitMilliseconds / 1000));
  return refuse('too-many-tries', `too many wrong tries: try again in ${seconds} s`, {
    retryAfterSeconds: seconds,
  });
}

export async function rememberNetwork(
  world: AccountsWorld,
  userId: number,
  address: string,
): Promise<void> {
  await world.store.rememberNetwork(userId, networkOf(address), world.clock.now());
}

async function giveBack(world: AccountsWorld, taken: readonly [string, Rate][]): Promise<void> {
  for (const [bucket, { every }] of taken) await world.store.giveTryBack(bucket, every);
}

/** What one person is given by a provider: an address of IPv4, a /64 of IPv6. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [bare = ''] = address.toLowerCase().split('%');
  const [before = '', after] = bare.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
