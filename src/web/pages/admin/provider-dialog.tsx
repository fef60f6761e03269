import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import type { IdentityProvider } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Checkbox } from '../../design/fields.tsx';
import { useFields } from '../../design/use-fields.ts';
import { useToast } from '../../design/toast.tsx';
import type { ProviderValues } from './provider-fields.tsx';
import { ClientFields, ProviderFields } from './provider-fields.tsx';

/** Adds a provider, or changes one; its secret is written, never shown. */
export function ProviderDialog(props: {
  /** undefined: a new one. */
  readonly provider: IdentityProvider | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { provider, onClose } = props;
  const say = useToast();
  const fields = useFields<ProviderValues>(() => valuesOf(provider));
  const [makesUsers, setMakesUsers] = useState(provider?.makesUsers ?? true);
  const change = useChange('putIdentityProvider', {
    changes: ['listIdentityProviders', 'getInstance'],
    onDone: ({ title }) => {
      say({ kind: 'good', text: `${title} saved` });
      onClose();
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { name, title, issuer, clientId, clientSecret, scopes, groupsClaim } = fields.values;
    change.mutate({
      provider: name,
      body: {
        title,
        issuer,
        clientId,
        makesUsers,
        scopes: scopes.split(/[\s,]+/).filter((scope) => scope !== ''),
        ...(groupsClaim !== '' && { groupsClaim }),
        ...(clientSecret !== '' && { clientSecret }),
      },
    });
  };
  return (
    <Dialog title={provider ? `Change ${provider.title}` : 'Add a provider'} wide onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <div className="provider-group-form">
          <ProviderFields fields={fields} isNew={provider === undefined} />
          <ClientFields fields={fields} isNew={provider === undefined} />
        </div>
        <Checkbox
          label="Who is new here gets an account"
          checked={makesUsers}
          onChange={({ currentTarget: { checked } }) => setMakesUsers(checked)}
        />
        <FormError error={change.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" isBusy={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const NOTHING_YET: ProviderValues = {
  name: '',
  title: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  scopes: '',
  groupsClaim: 'groups',
};

function valuesOf(provider: IdentityProvider | undefined): ProviderValues {
  if (!provider) return NOTHING_YET;
  const { name, title, issuer, clientId, scopes, groupsClaim } = provider;
  return { ...NOTHING_YET, name, title, issuer, clientId, groupsClaim, scopes: scopes.join(' ') };
}
