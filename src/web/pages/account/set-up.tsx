import { useNavigate } from '@tanstack/react-router';
import type { ReactNode, SubmitEvent } from 'react';
import { useChange } from '../../data/operation.ts';
import { useBegin, useInstance } from '../../data/session.ts';
import { Button, ButtonLink } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FormError } from '../../design/error-state.tsx';
import { TextInput } from '../../design/fields.tsx';
import { Page } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';
import { NameField, NewPassword } from './new-account-fields.tsx';

/** The first administrator, with the link that the first start printed: its token stands after `#`. */
export function SetUp(): ReactNode {
  const instance = useInstance();
  return (
    <Page title="Set up Drydock" narrow>
      {instance?.isSetUp === true ? (
        <EmptyState
          title="Drydock is set up"
          actions={<ButtonLink to="/sign-in">Sign in</ButtonLink>}
        >
          There is an administrator already. The link works once.
        </EmptyState>
      ) : (
        <SetUpForm host={instance?.registry ?? ''} />
      )}
    </Page>
  );
}

function SetUpForm({ host }: { readonly host: string }): ReactNode {
  const navigate = useNavigate();
  const begin = useBegin();
  const { values, bind } = useFields(() => ({
    token: tokenOfAddress(),
    name: '',
    email: '',
    password: '',
    again: '',
  }));
  const { token, name, email, password, again } = values;
  const change = useChange('setUp', {
    onDone: (session) => {
      begin(session);
      void navigate({ to: '/' });
    },
  });
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (password !== again) return;
    change.mutate({ body: { token, name, password, ...(email !== '' && { email }) } });
  };
  return (
    <form className="form" onSubmit={send}>
      <p className="muted">Make the first administrator of this server. The link works once.</p>
      <TextInput
        label="Token"
        description="The link that the server printed ends with it."
        required
        autoComplete="off"
        spellCheck={false}
        {...bind('token')}
      />
      <NameField description={`Your images are ${host}/${name || 'NAME'}/...`} {...bind('name')} />
      <TextInput
        label="E-mail address (optional)"
        type="email"
        autoComplete="email"
        {...bind('email')}
      />
      <NewPassword values={values} bind={bind} />
      <FormError error={change.error} />
      <div>
        <Button look="primary" type="submit" isBusy={change.isPending}>
          Make the administrator
        </Button>
      </div>
    </form>
  );
}

/** What stands after `#` never reaches a server or its log; nor shall the history keep it. */
function tokenOfAddress(): string {
  const token = window.location.hash.slice(1);
  if (token !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  return token;
}
