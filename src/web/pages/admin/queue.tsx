import './admin.css';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { addressOf } from '../../data/address-of.ts';
import { useList, useOperation } from '../../data/operation.ts';
import { given, oneOf } from '../../data/server-order.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { ExportFiles } from '../../design/export-files.tsx';
import { FilterBar, FilterSelect, SearchBox } from '../../design/filter-bar.tsx';
import { queueColumns } from './queue-columns.tsx';
import { QueueFigures } from './queue-figures.tsx';
import { useQueueDeeds } from './use-queue-deeds.ts';

const EVERY_MS = 3_000;
const MORE_SHOWN = ['stuck', 'waiting', 'working'] as const;
const SHOW_OPTIONS = MORE_SHOWN.map((value) => ({ value, text: value }));
const OLDEST = [{ value: 'oldest', text: 'oldest first' }] as const;

type Shown = 'failed' | (typeof MORE_SHOWN)[number];

/** Analyses that wait, run, do not go on, or failed, and why; what failed is run again from here. */
export function AdminQueue(): ReactNode {
  const search = useSearch({ from: '/admin/queue' });
  const shown: Shown = oneOf(search.show, MORE_SHOWN) ?? 'failed';
  const queue = useOperation('getQueue', { limit: 1 }, { every: EVERY_MS }).data;
  const input = {
    show: shown,
    ...given({ search: search.q, order: oneOf(search.order, ['oldest'] as const) }),
  };
  const list = useList('listQueueItems', input, { every: EVERY_MS });
  const deeds = useQueueDeeds();
  return (
    <div className="stack">
      <QueueFigures queue={queue} />
      <Filters
        actions={
          <>
            <AllDeed shown={shown} count={list.items?.length ?? 0} deeds={deeds} />
            <ExportFiles
              addressOf={(format) => addressOf('exportQueueItems', { ...input, format })}
            />
          </>
        }
      />
      <FormError error={deeds.error} />
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label={`Analyses: ${shown}`}
          columns={queueColumns({
            onRetry: ({ digest }) => deeds.retry({ digests: [digest] }),
            onCancel: ({ digest }) => deeds.cancel({ digests: [digest] }),
          })}
          rows={list.items}
          keyOf={({ digest }) => digest}
          more={list}
          empty={<NoItems shown={shown} isSearch={search.q !== undefined} />}
        />
      )}
    </div>
  );
}

function Filters({ actions }: { readonly actions: ReactNode }): ReactNode {
  const { q, show, order } = useSearch({ from: '/admin/queue' });
  const set = useSetSearch();
  return (
    <FilterBar label="Search the queue" actions={actions}>
      <SearchBox label="Namespace or digest" value={q} onChange={(text) => set({ q: text })} />
      <FilterSelect
        label="Show"
        none="failed"
        value={oneOf(show, MORE_SHOWN)}
        options={SHOW_OPTIONS}
        onChange={(value) => set({ show: value })}
      />
      <FilterSelect
        label="Order"
        none="newest first"
        value={oneOf(order, ['oldest'] as const)}
        options={OLDEST}
        onChange={(value) => set({ order: value })}
      />
    </FilterBar>
  );
}

/** For all of what is shown: run what failed again; give up what waits. */
function AllDeed(props: {
  readonly shown: Shown;
  readonly count: number;
  readonly deeds: ReturnType<typeof useQueueDeeds>;
}): ReactNode {
  const { shown, count, deeds } = props;
  const [isAsked, setAsked] = useState(false);
  if (count === 0) return null;
  if (shown === 'failed') {
    return (
      <Button look="primary" isBusy={deeds.isBusy} onClick={() => deeds.retry({ all: true })}>
        Retry all failed
      </Button>
    );
  }
  return (
    <>
      <Button isBusy={deeds.isBusy} onClick={() => setAsked(true)}>
        Cancel all
      </Button>
      {isAsked && (
        <ConfirmDialog
          title="Cancel all analyses?"
          action="Cancel all"
          onClose={() => setAsked(false)}
          onConfirm={() => {
            deeds.cancel({ all: true });
            setAsked(false);
          }}
        >
          Everything that waits or runs, of all namespaces, is given up. Its tags say so, and can be
          analyzed again.
        </ConfirmDialog>
      )}
    </>
  );
}

const NOTHING: Readonly<Record<Shown, readonly [title: string, words: string]>> = {
  failed: ['Nothing failed', 'What fails with no try ahead is here, with the reason.'],
  stuck: ['Nothing is stuck', 'Each analysis goes on as it should.'],
  waiting: ['Nothing waits', 'What is pushed begins at once.'],
  working: ['Nothing runs', 'Push an image, and its analysis is here while it runs.'],
};

function NoItems(props: { readonly shown: Shown; readonly isSearch: boolean }): ReactNode {
  if (props.isSearch) return <EmptyState title="Nothing found">Take away a filter.</EmptyState>;
  const [title, words] = NOTHING[props.shown];
  return <EmptyState title={title}>{words}</EmptyState>;
}
