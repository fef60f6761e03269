import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import { ApiError } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { useBegin } from '../../data/session.ts';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';
import { PasswordInput, TextInput } from '../../design/fields.tsx';
import { useFields } from '../../design/use-fields.ts';

/** By password, with a one-time code where that is on. What is around it sees the session begin. */
export function PasswordSignIn(): ReactNode {
  const begin = useBegin();
  const { values, bind } = useFields({ name: '', password: '', code: '' });
  const [asksCode, setAsksCode] = useState(false);
  const change = useChange('signIn', { onDone: begin });
  const refusal = change.error instanceof ApiError ? change.error.problem.code : undefined;
  if (refusal === 'sign-in.code-required' && !asksCode) setAsksCode(true);
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const { name, password, code } = values;
    change.mutate({ body: { name, password, ...(asksCode && { code }) } });
  };
  return (
    <form className="form" onSubmit={send}>
      <TextInput
        label="Name or e-mail address"
        required
        autoFocus
        autoComplete="username"
        spellCheck={false}
        autoCapitalize="none"
        {...bind('name')}
      />
      <PasswordInput
        label="Password"
        required
        autoComplete="current-password"
        {...bind('password')}
      />
      {asksCode && (
        <TextInput
          label="One-time code"
          description="Of your authenticator application, or one of your recovery codes."
          required
          autoFocus
          autoComplete="one-time-code"
          spellCheck={false}
          {...bind('code')}
        />
      )}
      {refusal !== 'sign-in.code-required' && <FormError error={change.error} />}
      <div>
        <Button look="primary" type="submit" isBusy={change.isPending}>
          Sign in
        </Button>
      </div>
    </form>
  );
}
