import type { ReactNode } from 'react';
import type { Token } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Ago } from '../../design/quantities.tsx';

const COLUMNS: readonly Column<Token>[] = [
  { id: 'name', title: 'Token', isTitle: true, cell: ({ name }) => name },
  { id: 'created', title: 'Created', cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

export function Tokens(): ReactNode {
  const list = useList('listTokens', {});
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Access tokens"
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ id }) => id}
      more={list}
      empty={<EmptyState title="No tokens yet" />}
    />
  );
}
