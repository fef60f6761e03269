import type { ReactNode, SubmitEvent } from 'react';
import type { Account } from '../../../api/contract/index.ts';
import { useChange, useOperation } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { PasswordInput } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import { useToast } from '../../design/toast.tsx';
import { useFields } from '../../design/use-fields.ts';
import { NewPassword } from './new-account-fields.tsx';
import { SecondStep } from './second-step.tsx';

/** Password, one-time codes, identity providers. */
export function Security(): ReactNode {
  const { data, error, refetch } = useOperation('getAccount', {});
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <div className="stack-wide">
      <PasswordSection account={data} />
      <SecondStep account={data} />
      {data.identities.length > 0 && (
        <Section title="Identity providers" lead="Where you can sign in besides with a password.">
          <ul>
            {data.identities.map(({ provider, since }) => (
              <li key={provider}>
                {provider}, since <Ago at={since} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

const EMPTY = { current: '', password: '', again: '' };

function PasswordSection({ account }: { readonly account: Account }): ReactNode {
  const say = useToast();
  const { values, bind, set } = useFields(EMPTY);
  const change = useChange('changePassword', {
    changes: ['getAccount', 'listSessions'],
    onDone: () => {
      set(EMPTY);
      say({ kind: 'good', text: 'Password changed; your other sessions have ended' });
    },
  });
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const { current, password, again } = values;
    if (password !== again) return;
    change.mutate({ body: { next: password, ...(account.hasPassword && { current }) } });
  };
  return (
    <Section
      title={account.hasPassword ? 'Change the password' : 'Set a password'}
      lead="Your other sessions end. Access tokens stay."
    >
      <form className="form" onSubmit={send}>
        {/* So that password managers know whose it is. */}
        <input type="text" autoComplete="username" value={account.name} hidden readOnly />
        {account.hasPassword && (
          <PasswordInput
            label="Current password"
            required
            autoComplete="current-password"
            {...bind('current')}
          />
        )}
        <NewPassword label="New password" values={values} bind={bind} />
        <FormError error={change.error} />
        <div>
          <Button look="primary" type="submit" isBusy={change.isPending}>
            {account.hasPassword ? 'Change the password' : 'Set the password'}
          </Button>
        </div>
      </form>
    </Section>
  );
}
