import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Team } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';

const COLUMNS: readonly Column<Team>[] = [
  { id: 'name', title: 'Team', isTitle: true, cell: ({ name }) => name },
  { id: 'description', title: 'Description', cell: ({ description }) => description },
  { id: 'members', title: 'Members', cell: ({ members }) => members },
];

export function NamespaceTeams(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const list = useList('listTeams', { namespace: ns });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Teams"
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ name }) => name}
      more={list}
      empty={<EmptyState title="No teams yet" />}
    />
  );
}
