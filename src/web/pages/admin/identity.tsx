import './identity.css';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { IdentityProvider } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';
import { ProviderCard } from './provider-card.tsx';
import { ProviderDialog } from './provider-dialog.tsx';

/** Whom people can sign in with besides their password here. */
export function AdminIdentity(): ReactNode {
  const list = useList('listIdentityProviders', {});
  const [edited, setEdited] = useState<IdentityProvider | 'new'>();
  const { items } = list;
  if (list.error && !items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const add = (
    <Button look="primary" onClick={() => setEdited('new')}>
      Add a provider
    </Button>
  );
  return (
    <Section
      title="Identity providers"
      lead="People can sign in with an account that they have elsewhere, by OpenID Connect."
      actions={items && items.length > 0 && add}
    >
      {items?.length === 0 && (
        <EmptyState title="No identity providers" actions={add}>
          People sign in with their name and password. With a provider they use the account of your
          organization, and their groups there can make them members here.
        </EmptyState>
      )}
      {items?.map((provider) => (
        <ProviderCard
          key={provider.name}
          provider={provider}
          onChange={() => setEdited(provider)}
        />
      ))}
      {edited !== undefined && (
        <ProviderDialog
          provider={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Section>
  );
}
