import type { ReactNode } from 'react';
import type { User } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Ago } from '../../design/quantities.tsx';

const COLUMNS: readonly Column<User>[] = [
  { id: 'name', title: 'Name', isTitle: true, cell: ({ name }) => name },
  { id: 'displayName', title: 'Full name', cell: ({ displayName }) => displayName },
  { id: 'created', title: 'Since', cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

export function AdminUsers(): ReactNode {
  const list = useList('listUsers', {});
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Users"
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ name }) => name}
      more={list}
      empty={<EmptyState title="No users" />}
    />
  );
}
