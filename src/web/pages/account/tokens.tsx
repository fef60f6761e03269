import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Token } from '../../../api/contract/index.ts';
import { useChange, useList } from '../../data/operation.ts';
import { useInstance, useSession } from '../../data/session.ts';
import { Button } from '../../design/button.tsx';
import { CopyBox } from '../../design/copy-box.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { TokenTable } from './token-table.tsx';

/** For docker login, pipelines and programs, in place of the password. */
export function Tokens(): ReactNode {
  const list = useList('listTokens', {});
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  const create = useChange('createToken', {
    changes: ['listTokens'],
    onDone: (made) => {
      setSecret(made.secret);
      setOpen(false);
    },
  });
  const revoke = useChange('revokeToken', { changes: ['listTokens'] });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const button = (
    <Button look="primary" onClick={() => setOpen(true)}>
      New token
    </Button>
  );
  return (
    <Section
      title="Access tokens"
      lead="For docker login, pipelines and programs, in place of your password. Each can do only what you let it."
      actions={(list.items?.length ?? 0) > 0 && button}
    >
      {secret !== undefined && <NewSecret secret={secret} />}
      <TokenTable
        label="Access tokens"
        list={list}
        onRevoke={(token: Token) => revoke.mutate({ id: token.id })}
        empty={
          <EmptyState title="No access tokens yet" actions={button}>
            A token can be revoked without changing the password, and can be limited to pulling.
          </EmptyState>
        }
      />
      {isOpen && (
        <NewTokenDialog
          isBusy={create.isPending}
          error={create.error}
          onCreate={(body) => create.mutate({ body })}
          onClose={() => setOpen(false)}
        />
      )}
    </Section>
  );
}

function NewSecret({ secret }: { readonly secret: string }): ReactNode {
  const host = useInstance()?.registry ?? '';
  const { name = '' } = useSession();
  return (
    <Notice kind="warn" title="Copy the token now: it is not shown again">
      <div className="stack">
        <CopyBox label="Token" text={secret} />
        <p>Use it as the password:</p>
        <CopyBox label="Command to sign in" text={`docker login ${host} -u ${name}`} />
      </div>
    </Notice>
  );
}
