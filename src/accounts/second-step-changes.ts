import { err, ok } from '../base/index.ts';
import { checkOwnPassword, SECOND_STEP, useCode } from './credentials.ts';
import { refuse } from './failures.ts';
import type { Account } from './interface.ts';
import { own, ownRow } from './own-account.ts';
import {
  isSecondStep,
  newRecoveryCodes,
  newSecondStep,
  recoveryHash,
  secondStepUri,
  stepOf,
} from './second-step.ts';
import { guardGuess } from './tries.ts';
import type { AccountsWorld } from './world.ts';

type Changes = 'beginSecondStep' | 'confirmSecondStep' | 'endSecondStep';

export function createSecondStepChanges(world: AccountsWorld): Pick<Account, Changes> {
  const { store, seal, clock, randomBytes, options } = world;
  return {
    beginSecondStep: async (context) => {
      const user = await ownRow(world, context.actor, 'account.security.write');
      if (!user.ok) return err(user.error);
      if (user.value.hasSecondStep) return refuse('invalid', 'there is a second step already');
      const secret = newSecondStep(randomBytes);
      return ok({ secret, uri: secondStepUri(secret, user.value.name, hostOf(options.publicUrl)) });
    },
    confirmSecondStep: async (context, { secret, code, password }) => {
      const user = await ownRow(world, context.actor, 'account.security.write');
      if (!user.ok) return err(user.error);
      if (user.value.hasSecondStep) return refuse('invalid', 'there is a second step already');
      const right = await checkOwnPassword(world, user.value, password, context.address);
      if (!right.ok) return right;
      if (!isSecondStep(secret)) return refuse('invalid', 'this is no secret that was begun with');
      const step = stepOf(secret, code, clock.now());
      if (step === undefined) {
        return refuse('wrong-credentials', 'the code is not of this secret and this time');
      }
      const what = ['account.security.write', 'second-step.begin'] as const;
      return own(world, context, what, async (records, { id }) => {
        const recoveryCodes = newRecoveryCodes(randomBytes);
        const hashes = recoveryCodes.flatMap((one) => recoveryHash(one) ?? []);
        await records.setSecondStep(id, seal.seal(Buffer.from(secret), SECOND_STEP), hashes);
        await records.useStep(id, step);
        // What was had by the password alone is had no longer.
        await records.removeRefreshTokens(id);
        return ok({ recoveryCodes });
      });
    },
    endSecondStep: async (context, { password, code }) => {
      const user = await ownRow(world, context.actor, 'account.security.write');
      if (!user.ok) return err(user.error);
      const { name } = user.value;
      const right = await checkOwnPassword(world, user.value, password, context.address);
      if (!right.ok) return right;
      const secrets = await store.userSecrets(name);
      const sealed = secrets?.secondStep;
      if (!secrets || sealed === undefined) return refuse('invalid', 'there is no second step');
      const used = await guardGuess(world, { name, address: context.address }, () =>
        useCode(world, secrets.user.id, sealed, code),
      );
      if (!used.ok) return used;
      const what = ['account.security.write', 'second-step.end'] as const;
      return own(world, context, what, async (records, { id }) => {
        await records.setSecondStep(id, undefined, []);
        return ok(undefined);
      });
    },
  };
}

/** What authenticators show the account under. */
function hostOf(url: string): string {
  return `Drydock ${new URL(url).host}`;
}
