import { useNavigate } from '@tanstack/react-router';
import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useChange } from '../../data/operation.ts';
import { useBegin, useSession } from '../../data/session.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FormError } from '../../design/error-state.tsx';
import { TextInput } from '../../design/fields.tsx';
import { Page, Section } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';
import { NameField, NewPassword } from './new-account-fields.tsx';
import { PasswordSignIn } from './password-sign-in.tsx';

/** The token of the link stands after `#`, where no server and no log sees it. */
export function AcceptInvitation(): ReactNode {
  const session = useSession();
  const [token] = useState(() => window.location.hash.slice(1));
  return (
    <Page title="You are invited" narrow>
      {token === '' ? (
        <EmptyState title="The link is not whole">
          It ends with a token after #. Ask whoever invited you to send it again.
        </EmptyState>
      ) : session.kind === 'user' ? (
        <AcceptAsMyself token={token} name={session.name ?? ''} />
      ) : (
        <div className="stack-wide">
          <NewAccount token={token} />
          <Section title="I have an account" lead="Sign in, and accept the invitation with it.">
            <PasswordSignIn />
          </Section>
        </div>
      )}
    </Page>
  );
}

function AcceptAsMyself(props: { readonly token: string; readonly name: string }): ReactNode {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const change = useChange('acceptInvitation', {
    onDone: ({ namespace }) => {
      void queries.invalidateQueries();
      void (namespace === undefined
        ? navigate({ to: '/' })
        : navigate({ to: '/ns/$ns', params: { ns: namespace } }));
    },
  });
  return (
    <div className="stack">
      <p>
        You are signed in as <strong>{props.name}</strong>.
      </p>
      <FormError error={change.error} />
      <div>
        <Button
          look="primary"
          isBusy={change.isPending}
          onClick={() => change.mutate({ body: { token: props.token } })}
        >
          Accept as {props.name}
        </Button>
      </div>
    </div>
  );
}

function NewAccount({ token }: { readonly token: string }): ReactNode {
  const navigate = useNavigate();
  const begin = useBegin();
  const { values, bind } = useFields({ name: '', displayName: '', password: '', again: '' });
  const { name, displayName, password, again } = values;
  const signIn = useChange('signIn', {
    onDone: (session) => {
      begin(session);
      void navigate({ to: '/' });
    },
  });
  const accept = useChange('acceptInvitation', {
    onDone: () => signIn.mutate({ body: { name, password } }),
  });
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (password !== again) return;
    const account = { name, password, ...(displayName !== '' && { displayName }) };
    accept.mutate({ body: { token, account } });
  };
  return (
    <Section title="Make an account">
      <form className="form" onSubmit={send}>
        <NameField description="It is part of the names of your images." {...bind('name')} />
        <TextInput label="Full name (optional)" autoComplete="name" {...bind('displayName')} />
        <NewPassword values={values} bind={bind} />
        <FormError error={accept.error ?? signIn.error} />
        <div>
          <Button look="primary" type="submit" isBusy={accept.isPending || signIn.isPending}>
            Make the account and accept
          </Button>
        </div>
      </form>
    </Section>
  );
}
