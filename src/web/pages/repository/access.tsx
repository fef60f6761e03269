import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Grant } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';

const COLUMNS: readonly Column<Grant>[] = [
  { id: 'name', title: 'Name', isTitle: true, cell: ({ name }) => name },
  { id: 'kind', title: 'Kind', width: '160px', cell: ({ kind }) => kind },
  { id: 'permission', title: 'May', width: '160px', cell: ({ permission }) => permission },
];

export function Access(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const list = useList('listGrants', { namespace: ns, repository: repo });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label={`Who may use ${ns}/${repo}`}
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ kind, name }) => `${kind} ${name}`}
      more={list}
      empty={<EmptyState title="Nobody else yet">Its owners may do everything.</EmptyState>}
    />
  );
}
