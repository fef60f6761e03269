import type { ReactNode } from 'react';
import { useAll, useChange, useList } from '../../data/operation.ts';
import { useSession } from '../../data/session.ts';
import { TokenSection } from './token-section.tsx';

/** For docker login, pipelines and programs, in place of the password. */
export function Tokens(): ReactNode {
  const { name = '' } = useSession();
  const list = useList('listTokens', {});
  const load = useAll('listTokens', {});
  const create = useChange('createToken', { changes: ['listTokens'] });
  const revoke = useChange('revokeToken', { changes: ['listTokens'] });
  return (
    <TokenSection
      title="Access tokens"
      lead="For docker login, pipelines and programs, in place of your password. Each can do only what you let it."
      empty={{
        title: 'No access tokens yet',
        words:
          'A token can be revoked without changing the password, and can be limited to pulling.',
      }}
      list={list}
      file={{ name: 'access-tokens', load }}
      create={{ ...create, send: (body, onSuccess) => create.mutate({ body }, { onSuccess }) }}
      revoke={{ ...revoke, send: ({ id }) => revoke.mutate({ id }) }}
      userOf={() => name}
    />
  );
}
