import type { ReactNode } from 'react';
import type { AuditEntry } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Ago } from '../../design/quantities.tsx';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'at', title: 'When', isTitle: true, cell: ({ at }) => <Ago at={at} /> },
  { id: 'actor', title: 'Who', cell: ({ actor }) => actor },
  { id: 'deed', title: 'What', cell: ({ deed }) => deed },
  { id: 'object', title: 'On', cell: ({ object }) => object },
  { id: 'result', title: 'Result', cell: ({ result }) => result },
];

export function AdminAudit(): ReactNode {
  const list = useList('listAuditLog', {});
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Audit log"
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ requestId, at, deed, object }) => `${requestId} ${at} ${deed} ${object}`}
      more={list}
      empty={<EmptyState title="Nothing yet" />}
    />
  );
}
