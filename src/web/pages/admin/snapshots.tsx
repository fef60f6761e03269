import type { ReactNode } from 'react';
import type { Snapshot } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import { Badge } from '../../design/badge.tsx';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';
import { Ago, Bytes, Digest } from '../../design/quantities.tsx';

/** What the feeds became: each report says with which of these it was made. */
export function Snapshots(): ReactNode {
  const list = useList('listSnapshots', {});
  return (
    <Section
      title="Snapshots"
      lead="Each update that brings something new makes one. New analyses and re-evaluations use the active one; every report says with which it was made."
    >
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Snapshots"
          columns={COLUMNS}
          rows={list.items}
          keyOf={({ number }) => String(number)}
          more={list}
          empty={
            <EmptyState title="No snapshot yet">
              Until the first update, images are matched with the starter advisories.
            </EmptyState>
          }
        />
      )}
    </Section>
  );
}

const COLUMNS: readonly Column<Snapshot>[] = [
  {
    id: 'number',
    title: 'Snapshot',
    isTitle: true,
    cell: ({ number, isActive }) => (
      <span className="row">
        #{number} {isActive && <Badge kind="good">active</Badge>}
      </span>
    ),
  },
  {
    id: 'digest',
    title: 'Digest',
    width: '180px',
    cell: ({ digest }) => <Digest digest={digest} />,
  },
  { id: 'made', title: 'Made', width: '140px', cell: ({ createdAt }) => <Ago at={createdAt} /> },
  { id: 'feeds', title: 'Feeds', width: '90px', align: 'right', cell: ({ feeds }) => feeds },
  {
    id: 'records',
    title: 'Records',
    width: '130px',
    align: 'right',
    cell: ({ records }) => records.toLocaleString('en'),
  },
  {
    id: 'bytes',
    title: 'Disk',
    width: '100px',
    align: 'right',
    cell: ({ bytes }) => <Bytes value={bytes} />,
  },
];
