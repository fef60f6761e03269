import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Member } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';

const COLUMNS: readonly Column<Member>[] = [
  { id: 'name', title: 'Name', isTitle: true, cell: ({ name }) => name },
  { id: 'displayName', title: 'Full name', cell: ({ displayName }) => displayName },
  { id: 'role', title: 'Role', cell: ({ role }) => role },
];

export function NamespaceMembers(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const list = useList('listMembers', { namespace: ns });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Members"
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ name }) => name}
      more={list}
      empty={<EmptyState title="No members" />}
    />
  );
}
