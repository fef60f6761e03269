import './namespace.css';
import { useParams } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import type { Namespace, NamespaceSettings as Settings } from '../../../api/contract/index.ts';
import { useChange, useOperation } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { Switch, TextInput } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';
import { BulkActivation } from './bulk-activation.tsx';
import { LeaveOrDelete } from './leave-or-delete.tsx';

export function NamespaceSettings(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const namespace = useOperation('getNamespace', { namespace: ns }).data;
  const settings = useOperation('getNamespaceSettings', { namespace: ns });
  if (settings.error && !settings.data) {
    return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  }
  if (!settings.data || !namespace) return null;
  return (
    <div className="stack-wide namespace-narrow">
      {namespace.role === 'owner' && <DisplayName namespace={namespace} settings={settings.data} />}
      <ActivationDefault namespace={ns} settings={settings.data} />
      <BulkActivation namespace={ns} />
      {namespace.kind === 'organization' && <LeaveOrDelete namespace={namespace} />}
    </div>
  );
}

function DisplayName(props: {
  readonly namespace: Namespace;
  readonly settings: Settings;
}): ReactNode {
  const { namespace, settings } = props;
  const { values, bind } = useFields(() => ({ displayName: settings.displayName }));
  const change = useChange('updateNamespaceSettings', {
    changes: ['getNamespaceSettings', 'getNamespace', 'listNamespaces'],
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ namespace: namespace.name, body: values });
  };
  return (
    <Section title="Name">
      <form className="form" onSubmit={submit}>
        <TextInput label="Full name" {...bind('displayName')} />
        <FormError error={change.error} />
        <div className="row">
          <Button
            type="submit"
            disabled={values.displayName === settings.displayName}
            isBusy={change.isPending}
          >
            Save
          </Button>
        </div>
      </form>
    </Section>
  );
}

function ActivationDefault(props: {
  readonly namespace: string;
  readonly settings: Settings;
}): ReactNode {
  const { namespace, settings } = props;
  const change = useChange('setActivationDefault', { changes: ['getNamespaceSettings'] });
  return (
    <Section title="Image analysis of new repositories">
      <Switch
        label="Begin with image analysis active"
        description="Repositories made from now on, also those that a push makes"
        checked={settings.activatesNewRepositories}
        onChange={({ currentTarget: { checked } }) =>
          change.mutate({ namespace, body: { isActive: checked } })
        }
      />
      <FormError error={change.error} />
    </Section>
  );
}
