import { hash, verify } from '@node-rs/argon2';
import type { Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';

/** What turns a password into what is kept. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Without a hash (nobody of that name, or no password) it takes as long, and is false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** Memory in KiB, and passes. */
export interface HashCost {
  readonly memoryCost: number;
  readonly timeCost: number;
}

/**
 * The second of the choices of OWASP's cheat sheet for password storage, argon2id by default of the
 * package: 19 MiB, 2 passes, 1 lane.
 */
export const HASH_COST: HashCost = { memoryCost: 19_456, timeCost: 2 };

/** `cost` is lower only in tests. */
export function createPasswordHasher(cost: HashCost = HASH_COST): PasswordHasher {
  const options = { ...cost, parallelism: 1 };
  const inTurn = createTurns(MOST_AT_ONCE);
  // What nobody's password is compared with. Made on first use: it costs as much as a sign-in.
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => hash(normal(password), options)),
    verify: async (password, hashed) => {
      decoy ??= hash('nobody', options);
      const known = hashed ?? (await decoy);
      const isRight = await inTurn(() => verify(known, normal(password)));
      return isRight && hashed !== undefined;
    },
  };
}

/**
 * Hashing runs on the four threads that also read and write files: with two left for those, a crowd
 * at the door does not hold up pushes.
 */
const MOST_AT_ONCE = 2;

/** Runs what it is given, so many at once; the rest waits in order. */
export function createTurns(most: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** The same letters from another keyboard are the same password: NIST SP 800-63B, 5.1.1.2. */
function normal(password: string): string {
  return password.normalize('NFKC');
}

const LENGTH = { least: 10, most: 256 };

/** Length counts (NIST SP 800-63B), and what anyone would try first is refused. */
export function checkPassword(
  password: string,
  about: readonly string[],
): Result<string, AccountsFailure> {
  const { length } = password;
  if (length < LENGTH.least || length > LENGTH.most) {
    return refuse(
      'password-unfit',
      `a password has ${LENGTH.least} to ${LENGTH.most} characters, not ${length}`,
    );
  }
  const folded = password.toLowerCase();
  if (new Set(folded).size < 5 || COMMON.some((word) => isMostly(folded, word))) {
    return refuse('password-unfit', 'this password would be guessed: take another');
  }
  if (about.some((word) => word.length > 3 && isMostly(folded, word.toLowerCase()))) {
    return refuse('password-unfit', 'a password must not be made of one’s own name or address');
  }
  return ok(password);
}

/** Words that most guessed passwords are made of. */
const COMMON = (
  'password passwort 1234567890 0123456789 qwertyuiop qwertzuiop azertyuiop iloveyou letmein ' +
  'welcome administrator drydock docker changeme abcdefghij 1q2w3e4r5t secret'
).split(' ');

/** Whether less than four characters stand beside the word. */
function isMostly(password: string, word: string): boolean {
  return password.includes(word) && password.replaceAll(word, '').length < 4;
}
