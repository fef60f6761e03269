import { err, ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { UserRow, UserSecrets } from './ports.ts';
import { recoveryHash, stepOf } from './second-step.ts';
import { guardGuess, rememberNetwork } from './tries.ts';
import type { AccountsWorld } from './world.ts';

export const SECOND_STEP = 'second step';

/** The same for a name that nobody has and for a wrong password. */
function wrong(): Result<never, AccountsFailure> {
  return refuse('wrong-credentials', 'the name or the password is wrong');
}

interface Shown {
  readonly name: string;
  readonly password: string;
  readonly code?: string;
}

/** A password is read no further: hashing a long text costs. */
const PASSWORD_LENGTH = 1024;

/**
 * The person whose password (and code, where there is a second step) was shown. Unknown names take
 * the same work as known ones.
 */
export async function checkCredentials(
  world: AccountsWorld,
  shown: Shown,
  address: string,
): Promise<Result<UserRow, AccountsFailure>> {
  const name = shown.name.toLowerCase();
  if (shown.password.length > PASSWORD_LENGTH || name.length > PASSWORD_LENGTH) return wrong();
  const result = await guardGuess(world, { name, address }, async () => {
    const secrets = await world.store.userSecrets(name);
    const isRight = await world.hasher.verify(shown.password, secrets?.passwordHash);
    if (!isRight || !secrets || secrets.user.isBlocked) return wrong();
    return checkCode(world, secrets, shown.code);
  });
  if (result.ok) await rememberNetwork(world, result.value.id, address);
  return result;
}

/** Of somebody who is known already, before a change that matters. */
export async function checkOwnPassword(
  world: AccountsWorld,
  user: Pick<UserRow, 'name' | 'hasPassword'>,
  password: string | undefined,
  address: string,
): Promise<Result<undefined, AccountsFailure>> {
  if (!user.hasPassword) return ok(undefined);
  if (password === undefined || password.length > PASSWORD_LENGTH) {
    return refuse('wrong-credentials', 'give your password to do this');
  }
  return guardGuess(world, { name: user.name, address }, async () => {
    const secrets = await world.store.userSecrets(user.name);
    const isRight = await world.hasher.verify(password, secrets?.passwordHash);
    return isRight ? ok(undefined) : refuse('wrong-credentials', 'the password is wrong');
  });
}

async function checkCode(
  world: AccountsWorld,
  { user, secondStep }: UserSecrets,
  code: string | undefined,
): Promise<Result<UserRow, AccountsFailure>> {
  if (secondStep === undefined) return ok(user);
  if (code === undefined || code === '') {
    return refuse('needs-code', 'give the code of your authenticator, or a recovery code');
  }
  const used = await useCode(world, user.id, secondStep, code);
  return used.ok ? ok(user) : err(used.error);
}

/** Takes the code, so that it is good once: RFC 6238, section 5.2. */
export async function useCode(
  { store, seal, clock }: AccountsWorld,
  userId: number,
  sealed: Uint8Array,
  code: string,
): Promise<Result<undefined, AccountsFailure>> {
  const secret = Buffer.from(seal.open(sealed, SECOND_STEP)).toString();
  const step = stepOf(secret, code, clock.now());
  if (step !== undefined) {
    const isFirst = await store.useStep(userId, step);
    return isFirst
      ? ok(undefined)
      : refuse('wrong-credentials', 'this code was used already: wait for the next one');
  }
  const recovery = recoveryHash(code);
  const isRecovered = recovery !== undefined && (await store.useRecoveryCode(userId, recovery));
  return isRecovered ? ok(undefined) : refuse('wrong-credentials', 'the code is wrong');
}
