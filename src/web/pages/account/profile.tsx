import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import type { Account } from '../../../api/contract/index.ts';
import { useChange, useOperation } from '../../data/operation.ts';
import { useSignOut } from '../../data/session.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { PasswordInput, TextInput } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import { useToast } from '../../design/toast.tsx';
import { useFields } from '../../design/use-fields.ts';

/** How others see one, and the end of it. */
export function Profile(): ReactNode {
  const { data, error, refetch } = useOperation('getAccount', {});
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <div className="stack-wide">
      <Section
        title="Profile"
        lead={
          <>
            Your name is <strong>{data.name}</strong>, since <Ago at={data.createdAt} />; it is part
            of the names of your images and stays.
          </>
        }
      >
        <ProfileForm account={data} />
      </Section>
      <DeleteAccount account={data} />
    </div>
  );
}

function ProfileForm({ account }: { readonly account: Account }): ReactNode {
  const say = useToast();
  const { values, bind } = useFields({
    displayName: account.displayName,
    email: account.email ?? '',
  });
  const change = useChange('updateAccount', {
    changes: ['getAccount'],
    onDone: () => say({ kind: 'good', text: 'Profile saved' }),
  });
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const { displayName, email } = values;
    change.mutate({ body: { displayName, ...(email !== '' && { email }) } });
  };
  return (
    <form className="form" onSubmit={send}>
      <TextInput label="Full name" autoComplete="name" {...bind('displayName')} />
      <TextInput
        label="E-mail address"
        description={
          account.email !== undefined && !account.isEmailVerified
            ? 'Not verified: nobody has proved that it is yours.'
            : undefined
        }
        type="email"
        autoComplete="email"
        {...bind('email')}
      />
      <FormError error={change.error} />
      <div>
        <Button look="primary" type="submit" isBusy={change.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function DeleteAccount({ account }: { readonly account: Account }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const signOut = useSignOut();
  const change = useChange('deleteAccount', { onDone: signOut });
  return (
    <Section
      title="Delete this account"
      lead="Your repositories, their images and reports go with it. The name is not given again."
    >
      <div>
        <Button look="danger" onClick={() => setOpen(true)}>
          Delete my account
        </Button>
      </div>
      {isOpen && (
        <ConfirmDialog
          title={`Delete ${account.name}?`}
          action="Delete my account and all in it"
          name={account.name}
          isBusy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate({ body: account.hasPassword ? { password } : {} })}
          onClose={() => setOpen(false)}
        >
          <div className="stack">
            <p>All repositories of {account.name} are deleted. This cannot be taken back.</p>
            {account.hasPassword && (
              <PasswordInput
                label="Your password"
                autoComplete="current-password"
                value={password}
                onChange={({ currentTarget }) => setPassword(currentTarget.value)}
              />
            )}
          </div>
        </ConfirmDialog>
      )}
    </Section>
  );
}
