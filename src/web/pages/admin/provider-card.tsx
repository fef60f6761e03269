import type { ReactNode } from 'react';
import { useState } from 'react';
import type { IdentityProvider } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { CopyBox } from '../../design/copy-box.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { ProviderGroups } from './provider-groups.tsx';

/** One provider: what it is, whether it answers, and what its groups make of people here. */
export function ProviderCard(props: {
  readonly provider: IdentityProvider;
  readonly onChange: () => void;
}): ReactNode {
  const { provider, onChange } = props;
  const { name, title } = provider;
  const test = useChange('testIdentityProvider');
  const [isAsked, setAsked] = useState(false);
  return (
    <article className="provider">
      <header className="provider-head">
        <h3>{title}</h3>
        <div className="row">
          <Button
            small
            isBusy={test.isPending}
            aria-label={`Test ${name}`}
            onClick={() => test.mutate({ provider: name })}
          >
            Test
          </Button>
          <Button small aria-label={`Change ${name}`} onClick={onChange}>
            Change
          </Button>
          <Button small look="danger" aria-label={`Remove ${name}`} onClick={() => setAsked(true)}>
            Remove
          </Button>
        </div>
      </header>
      <FormError error={test.error} />
      {test.data && (
        <Notice
          kind={test.data.isFine ? 'good' : 'bad'}
          title={test.data.isFine ? 'It answers' : 'It does not answer as it should'}
        >
          {test.data.detail}
        </Notice>
      )}
      <Facts provider={provider} />
      <ProviderGroups provider={provider} />
      {isAsked && <Removal provider={provider} onClose={() => setAsked(false)} />}
    </article>
  );
}

function Facts({ provider }: { readonly provider: IdentityProvider }): ReactNode {
  const { name, issuer, clientId, scopes, groupsClaim, makesUsers, redirectUri } = provider;
  return (
    <>
      <dl className="provider-facts">
        <dt>Name</dt>
        <dd>
          <code>{name}</code>
        </dd>
        <dt>Issuer</dt>
        <dd>
          <code>{issuer}</code>
        </dd>
        <dt>Client</dt>
        <dd>
          <code>{clientId}</code>
        </dd>
        <dt>Scopes</dt>
        <dd>{['openid', 'profile', 'email', ...scopes].join(', ')}</dd>
        <dt>Groups are in</dt>
        <dd>
          <code>{groupsClaim}</code>
        </dd>
        <dt>Who is new here</dt>
        <dd>{makesUsers ? 'gets an account' : 'is turned away'}</dd>
      </dl>
      <div>
        <p className="muted">To be registered at the provider:</p>
        <CopyBox label={`Redirect address of ${name}`} text={redirectUri} />
      </div>
    </>
  );
}

function Removal(props: {
  readonly provider: IdentityProvider;
  readonly onClose: () => void;
}): ReactNode {
  const { provider, onClose } = props;
  const change = useChange('deleteIdentityProvider', {
    changes: ['listIdentityProviders', 'getInstance'],
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      title={`Remove ${provider.title}?`}
      action="Remove it"
      name={provider.name}
      isBusy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ provider: provider.name })}
      onClose={onClose}
    >
      Nobody can sign in with it any more. Who has no password here needs one from an administrator.
    </ConfirmDialog>
  );
}
