import type { ReactNode } from 'react';
import { useState } from 'react';
import type { FeedsStatus, Snapshot } from '../../../api/contract/index.ts';
import { useChange, useList } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import { snapshotColumns } from './snapshot-columns.tsx';
import { SNAPSHOT_CHANGES, SnapshotQuestion } from './snapshot-question.tsx';

/** What the feeds became, which of it counts, and what waits to count. */
export function Snapshots({ status }: { readonly status: FeedsStatus | undefined }): ReactNode {
  const list = useList('listSnapshots', {});
  const [asked, setAsked] = useState<Snapshot>();
  const active = list.items?.find(({ isActive }) => isActive)?.number ?? 0;
  return (
    <Section
      title="Snapshots"
      lead="Each update that brings something new makes one. The newest becomes the active one, unless it would change findings so much that a person should look first; every report says with which it was made."
    >
      {status && active > 0 && <Pin active={active} pinnedAt={status.pinnedAt} />}
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Snapshots"
          columns={snapshotColumns(active, setAsked)}
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
      {asked && (
        <SnapshotQuestion snapshot={asked} active={active} onClose={() => setAsked(undefined)} />
      )}
    </Section>
  );
}

interface PinProps {
  readonly active: number;
  readonly pinnedAt: string | undefined;
}

function Pin({ active, pinnedAt }: PinProps): ReactNode {
  const pin = useChange('pinSnapshot', { changes: SNAPSHOT_CHANGES });
  const unpin = useChange('unpinSnapshot', { changes: SNAPSHOT_CHANGES });
  if (pinnedAt === undefined) {
    return (
      <>
        <p>
          <Button small isBusy={pin.isPending} onClick={() => pin.mutate({})}>
            Pin #{active}
          </Button>
        </p>
        <FormError error={pin.error} />
      </>
    );
  }
  return (
    <Notice kind="warn" title={`Pinned to #${active}`}>
      <p>
        Updates go on, but what they bring does not count: no report knows of anything newer. Since{' '}
        <Ago at={pinnedAt} />.
      </p>
      <Button small isBusy={unpin.isPending} onClick={() => unpin.mutate({})}>
        Unpin
      </Button>
      <FormError error={unpin.error} />
    </Notice>
  );
}
