import type { ReactNode } from 'react';
import { PasswordInput, TextInput } from '../../design/fields.tsx';
import type { Bound } from '../../design/use-fields.ts';

/** The name of a new namespace, by the rules that the server has. */
export function NameField({
  description,
  ...bound
}: Bound & { readonly description: string }): ReactNode {
  return (
    <TextInput
      label="Name"
      description={`Lower-case letters, digits, and . _ - between. ${description}`}
      required
      minLength={2}
      maxLength={39}
      pattern="[a-z0-9]+(?:[._\-][a-z0-9]+)*"
      title="lower-case letters and digits, with . _ or - between"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      {...bound}
    />
  );
}

/** Twice, for it is not seen while it is typed. */
export function NewPassword(props: {
  readonly label?: string;
  readonly values: { readonly password: string; readonly again: string };
  readonly bind: (name: 'password' | 'again') => Bound;
}): ReactNode {
  const { label = 'Password', values, bind } = props;
  const isOther = values.again !== '' && values.again !== values.password;
  return (
    <>
      <PasswordInput label={label} required autoComplete="new-password" {...bind('password')} />
      <PasswordInput
        label={`${label} again`}
        required
        autoComplete="new-password"
        error={isOther && 'This is another one.'}
        {...bind('again')}
      />
    </>
  );
}
