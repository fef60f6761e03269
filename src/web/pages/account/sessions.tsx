import type { ReactNode } from 'react';
import type { Session } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Ago } from '../../design/quantities.tsx';

const COLUMNS: readonly Column<Session>[] = [
  { id: 'agent', title: 'Browser', isTitle: true, cell: ({ userAgent }) => userAgent },
  { id: 'seen', title: 'Seen', cell: ({ seenAt }) => <Ago at={seenAt} /> },
];

export function Sessions(): ReactNode {
  const list = useList('listSessions', {});
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Sessions"
      columns={COLUMNS}
      rows={list.items}
      keyOf={({ id }) => id}
      more={list}
      empty={<EmptyState title="No sessions" />}
    />
  );
}
