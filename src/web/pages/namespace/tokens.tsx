import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAll, useChange, useList } from '../../data/operation.ts';
import { TokenSection } from '../account/token-section.tsx';

/** For pipelines of an organization, which are nobody's own: they stay when people leave. */
export function NamespaceTokens(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const list = useList('listOrganizationTokens', { namespace: ns });
  const load = useAll('listOrganizationTokens', { namespace: ns });
  const create = useChange('createOrganizationToken', { changes: ['listOrganizationTokens'] });
  const revoke = useChange('revokeOrganizationToken', { changes: ['listOrganizationTokens'] });
  return (
    <TokenSection
      title="Tokens"
      lead="For pipelines and programs of the organization. They belong to no person, and stay when people leave."
      empty={{
        title: 'No tokens yet',
        words: 'A token of the organization pushes and pulls for it, as nobody’s own.',
      }}
      list={list}
      file={{ name: `tokens-${ns}`, load }}
      create={{
        ...create,
        send: (body, onSuccess) => create.mutate({ namespace: ns, body }, { onSuccess }),
      }}
      revoke={{ ...revoke, send: ({ id }) => revoke.mutate({ namespace: ns, id }) }}
      userOf={({ token }) => `${ns}+${token.name}`}
    />
  );
}
