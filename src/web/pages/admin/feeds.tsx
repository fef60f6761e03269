import './admin.css';
import './feeds.css';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addressOf } from '../../data/address-of.ts';
import { useChange, useList } from '../../data/operation.ts';
import { given, oneOf } from '../../data/server-order.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { Button } from '../../design/button.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { ExportFiles } from '../../design/export-files.tsx';
import { FilterBar, FilterSelect, FilterToggle, SearchBox } from '../../design/filter-bar.tsx';
import { feedColumns } from './feed-columns.tsx';
import { FeedsState } from './feeds-state.tsx';
import { Snapshots } from './snapshots.tsx';
import { useFeedsStatus } from './use-feeds-status.ts';

const SORTS = ['freshAt', 'records', 'bytes'] as const;
const SORT_OPTIONS = [
  { value: 'freshAt', text: 'newest first' },
  { value: 'records', text: 'most records' },
  { value: 'bytes', text: 'most disk' },
] as const;

/** Every source of advisories: how fresh it is, and what went wrong with it. */
export function AdminFeeds(): ReactNode {
  const { status, error } = useFeedsStatus();
  const update = useChange('updateFeeds', { changes: ['getFeedsStatus'] });
  if (error && !status) return <ErrorState error={error} />;
  return (
    <div className="stack-wide">
      <div className="stack">
        <div className="feeds-head">
          <div className="stack feeds-state">{status && <FeedsState status={status} />}</div>
          <Button
            look="primary"
            isBusy={update.isPending || (status?.updates ?? 0) > 0}
            onClick={() => update.mutate({ body: {} })}
          >
            Update all now
          </Button>
        </div>
        <FormError error={update.error} />
        <Feeds onUpdate={(name) => update.mutate({ body: { feeds: [name] } })} />
      </div>
      <Snapshots status={status} />
    </div>
  );
}

function Feeds({ onUpdate }: { readonly onUpdate: (feed: string) => void }): ReactNode {
  const { q, show, sort } = useSearch({ from: '/admin/feeds' });
  const set = useSetSearch();
  const input = given({
    search: q,
    show: oneOf(show, ['troubled'] as const),
    sort: oneOf(sort, SORTS),
  });
  const list = useList('listFeeds', input);
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <>
      <FilterBar
        label="Search feeds"
        actions={
          <ExportFiles addressOf={(format) => addressOf('exportFeeds', { ...input, format })} />
        }
      >
        <SearchBox label="Feed" value={q} onChange={(text) => set({ q: text })} />
        <FilterToggle
          label="Old or failing"
          isOn={show === 'troubled'}
          onChange={(isOn) => set({ show: isOn ? 'troubled' : undefined })}
        />
        <FilterSelect
          label="Order"
          none="by name"
          value={sort}
          options={SORT_OPTIONS}
          onChange={(text) => set({ sort: text })}
        />
      </FilterBar>
      <DataTable
        label="Feeds"
        columns={feedColumns(({ name }) => onUpdate(name))}
        rows={list.items}
        keyOf={({ name }) => name}
        more={list}
        empty={<NoFeeds isFiltered={q !== undefined || show !== undefined} />}
      />
    </>
  );
}

function NoFeeds({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  return isFiltered ? (
    <EmptyState title="No such feed">None that is here fits. Take away a filter.</EmptyState>
  ) : (
    <EmptyState title="No feeds yet">
      They are fetched as images need them: push one, or update all now.
    </EmptyState>
  );
}
