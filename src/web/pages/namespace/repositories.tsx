import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Repository } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { repositoryParams } from '../../repository-path.ts';

const COLUMNS: readonly Column<Repository>[] = [
  {
    id: 'name',
    title: 'Repository',
    isTitle: true,
    cell: ({ name }) => (
      <Link to="/r/$ns/$repo" params={repositoryParams(name)}>
        {name}
      </Link>
    ),
  },
  { id: 'visibility', title: 'Visibility', cell: ({ visibility }) => visibility },
  {
    id: 'analysis',
    title: 'Analysis',
    cell: ({ isAnalysisActive }) => (isAnalysisActive ? 'active' : 'off'),
  },
];

export function NamespaceRepositories(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const list = useList('listRepositories', { namespace: ns });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Repositories"
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ name }) => name}
      more={list}
      empty={<EmptyState title="No repositories yet" />}
    />
  );
}
