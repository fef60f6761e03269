import type { ReactNode } from 'react';
import type { AdministeredNamespace } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';

const COLUMNS: readonly Column<AdministeredNamespace>[] = [
  { id: 'name', title: 'Namespace', isTitle: true, cell: ({ name }) => name },
  { id: 'kind', title: 'Kind', cell: ({ kind }) => kind },
  { id: 'plan', title: 'Plan', cell: ({ plan }) => plan },
];

export function AdminNamespaces(): ReactNode {
  const list = useList('listAllNamespaces', {});
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Namespaces"
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ name }) => name}
      more={list}
      empty={<EmptyState title="No namespaces" />}
    />
  );
}
