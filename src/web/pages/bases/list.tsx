import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { BaseInUse } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import { useSetSearch } from '../../data/set-search.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { FilterBar, FilterSelect } from '../../design/filter-bar.tsx';
import { Page } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import { repositoryParams } from '../../repository-path.ts';

/** What the images that one may see are built on, and which of it is not what its tag leads to. */
export function BaseList(): ReactNode {
  const { stale } = useSearch({ from: '/bases' });
  const set = useSetSearch();
  const list = useList('listBases', stale === 'true' ? { stale } : {});
  return (
    <Page
      title="Base images"
      lead="Images whose layers are the lowest of others, of those whose results you may see."
    >
      <FilterBar label="Choose base images">
        <FilterSelect
          label="Show"
          value={stale}
          options={[{ value: 'true', text: 'whose tag leads elsewhere by now' }]}
          onChange={(value) => set({ stale: value })}
        />
      </FilterBar>
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Base images"
          columns={COLUMNS}
          rows={list.items}
          keyOf={({ repository, tag, digest }) => `${repository}:${tag} ${digest}`}
          more={list}
          empty={<Nothing isFiltered={stale !== undefined} />}
        />
      )}
    </Page>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  return isFiltered ? (
    <EmptyState title="Every base is what its tag leads to">
      No image is built on one that was replaced since.
    </EmptyState>
  ) : (
    <EmptyState title="No base images yet">
      Push an image and another one that is built on it: the first is the base of the second.
    </EmptyState>
  );
}

const COLUMNS: readonly Column<BaseInUse>[] = [
  {
    id: 'base',
    title: 'Base',
    isTitle: true,
    cell: ({ repository, tag, digest, isCurrent }) => {
      const params = repositoryParams(repository);
      const text = `${repository}:${tag}`;
      return isCurrent ? (
        <Link to="/r/$ns/$repo/tags/$tag" params={{ ...params, tag }}>
          {text}
        </Link>
      ) : (
        <Link to="/r/$ns/$repo/digests/$digest" params={{ ...params, digest }}>
          {text}
        </Link>
      );
    },
  },
  {
    id: 'digest',
    title: 'Image',
    width: '170px',
    cell: ({ digest }) => <code>{digest.slice(7, 19)}</code>,
  },
  {
    id: 'state',
    title: 'The tag',
    width: '200px',
    cell: ({ isCurrent, isStale }) =>
      isCurrent ? 'leads to it' : isStale ? 'leads elsewhere by now' : 'is gone',
  },
  {
    id: 'images',
    title: 'Images on it',
    width: '130px',
    align: 'right',
    cell: ({ images }) => images.toLocaleString('en'),
  },
  { id: 'at', title: 'Pushed', width: '120px', align: 'right', cell: ({ at }) => <Ago at={at} /> },
];
