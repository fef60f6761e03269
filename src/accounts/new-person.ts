import { err, ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import type { AccountsFailure } from './failures.ts';
import type { NewPerson } from './interface.ts';
import { checkDisplayName, checkEmail, checkNamespaceName } from './names.ts';
import { checkPassword } from './password.ts';
import type { AccountsWorld } from './world.ts';

/** A person's own words, checked, the password hashed. */
export interface CheckedPerson {
  readonly name: string;
  readonly displayName: string;
  readonly email?: string;
  readonly passwordHash: string;
}

/** What a form for a new account holds; only these fields are read, whatever else it may have. */
export async function checkNewPerson(
  { hasher }: AccountsWorld,
  form: NewPerson,
): Promise<Result<CheckedPerson, AccountsFailure>> {
  const name = checkNamespaceName(form.name);
  if (!name.ok) return err(name.error);
  const displayName = checkDisplayName(form.displayName ?? '');
  if (!displayName.ok) return err(displayName.error);
  const email = form.email === undefined ? undefined : checkEmail(form.email);
  if (email && !email.ok) return err(email.error);
  const about = [form.name, ...(email ? [email.value] : [])];
  const password = checkPassword(form.password, about);
  if (!password.ok) return err(password.error);
  return ok({
    name: name.value,
    displayName: displayName.value,
    ...(email && { email: email.value }),
    passwordHash: await hasher.hash(password.value),
  });
}
