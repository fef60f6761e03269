import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Token } from '../../../api/contract/index.ts';
import type { List } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { Ago } from '../../design/quantities.tsx';

/** Tokens of a person or an organization; nothing of them but their last letters. */
export function TokenTable(props: {
  readonly label: string;
  readonly list: List<Token>;
  readonly empty: ReactNode;
  readonly onRevoke: (token: Token) => void;
}): ReactNode {
  const { label, list, empty, onRevoke } = props;
  const [asked, setAsked] = useState<Token>();
  return (
    <>
      <DataTable
        label={label}
        columns={columnsOf(setAsked)}
        rows={list.items}
        keyOf={({ id }) => id}
        more={list}
        empty={empty}
      />
      {asked && (
        <ConfirmDialog
          title={`Revoke ${asked.name}?`}
          action="Revoke it"
          onConfirm={() => {
            onRevoke(asked);
            setAsked(undefined);
          }}
          onClose={() => setAsked(undefined)}
        >
          What uses it cannot sign in any more, from now on.
        </ConfirmDialog>
      )}
    </>
  );
}

function columnsOf(ask: (token: Token) => void): readonly Column<Token>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      isTitle: true,
      cell: ({ name, ending }) => (
        <>
          {name} <code className="muted">…{ending}</code>
        </>
      ),
    },
    { id: 'scopes', title: 'May', width: '220px', cell: ({ scopes }) => scopes.join(', ') },
    {
      id: 'used',
      title: 'Last used',
      width: '130px',
      cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? 'never' : <Ago at={lastUsedAt} />),
    },
    {
      id: 'ends',
      title: 'Ends',
      width: '130px',
      cell: ({ expiresAt }) => (expiresAt === undefined ? 'never' : <Ago at={expiresAt} />),
    },
    {
      id: 'revoke',
      title: 'Revoke',
      hidesTitle: true,
      width: '100px',
      align: 'right',
      cell: (token) => (
        <Button small look="quiet" aria-label={`Revoke ${token.name}`} onClick={() => ask(token)}>
          Revoke
        </Button>
      ),
    },
  ];
}
