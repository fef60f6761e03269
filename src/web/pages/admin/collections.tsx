import type { ReactNode } from 'react';
import type { Chore } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';
import { Ago, Bytes } from '../../design/quantities.tsx';
import { bytesText } from '../../design/quantity-text.ts';
import { useToast } from '../../design/toast.tsx';
import { collectionText } from './collection-text.ts';

/** The last collections with what they removed, and one more now. */
export function Collections({
  collections,
}: {
  readonly collections: readonly Chore[] | undefined;
}): ReactNode {
  const say = useToast();
  const change = useChange('collectGarbage', {
    changes: ['getStorage', 'listAllNamespaces'],
    onDone: ({ blobs, bytes }) =>
      say({
        kind: 'good',
        text: `Collected: ${blobs.toLocaleString('en')} blobs removed, ${bytesText(bytes)}`,
      }),
  });
  return (
    <Section
      title="Garbage collection"
      lead="Clears storage of what nothing uses, while the registry goes on. Runs every ten minutes by itself."
      actions={
        <Button isBusy={change.isPending} onClick={() => change.mutate({})}>
          Collect now
        </Button>
      }
    >
      <FormError error={change.error} />
      <DataTable
        label="The last collections"
        columns={COLUMNS}
        rows={collections}
        keyOf={({ finishedAt }) => finishedAt}
        empty={<EmptyState title="None yet">The first runs soon after the start.</EmptyState>}
      />
    </Section>
  );
}

const COLUMNS: readonly Column<Chore>[] = [
  {
    id: 'at',
    title: 'When',
    width: '160px',
    isTitle: true,
    cell: ({ finishedAt }) => <Ago at={finishedAt} />,
  },
  {
    id: 'removed',
    title: 'Removed',
    cell: ({ report }) =>
      collectionText(report) ?? <span className="muted">nothing was unused</span>,
  },
  {
    id: 'bytes',
    title: 'Bytes',
    width: '120px',
    align: 'right',
    cell: ({ report }) => <Bytes value={report['removedBytes'] ?? 0} />,
  },
];
