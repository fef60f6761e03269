import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Tag } from '../../../api/contract/index.ts';
import { useAll } from '../../data/operation.ts';
import { useSetSearch } from '../../data/set-search.ts';
import type { Cell } from '../../design/csv.ts';
import { ExportMenu } from '../../design/export-menu.tsx';
import { FilterBar, FilterSelect, SearchBox } from '../../design/filter-bar.tsx';
import type { Where } from './place.ts';
import { TAG_ORDERS, TAG_STATES, tagInput } from './tag-input.ts';

/** Search, states, order and export of the tags. */
export function TagFilters(props: {
  readonly where: Where;
  /** Whether one sees results: without them there is no state to choose. */
  readonly hasResults: boolean;
}): ReactNode {
  const { where, hasResults } = props;
  const search = useSearch({ from: '/r/$ns/$repo/tags' });
  const set = useSetSearch();
  const load = useAll('listTags', tagInput(where, search));
  return (
    <FilterBar
      label="Search tags"
      actions={
        <ExportMenu
          fileName={`tags-${where.namespace}-${where.repository.replaceAll('/', '-')}`}
          columns={hasResults ? { ...COLUMNS, ...RESULTS } : COLUMNS}
          load={load}
        />
      }
    >
      <SearchBox label="Search tags" value={search.q} onChange={(q) => set({ q })} />
      {hasResults && (
        <FilterSelect
          label="Analysis"
          value={search.state}
          options={TAG_STATES}
          onChange={(state) => set({ state })}
        />
      )}
      <FilterSelect
        label="Order"
        none="pushed last"
        value={search.sort}
        options={TAG_ORDERS.filter(({ value }) => hasResults || value !== 'severity')}
        onChange={(sort) => set({ sort })}
      />
    </FilterBar>
  );
}

type Columns = Readonly<Record<string, (tag: Tag) => Cell>>;

const COLUMNS: Columns = {
  Tag: ({ name }) => name,
  Digest: ({ digest }) => digest,
  Platforms: ({ platforms }) => platforms.join(' '),
  Bytes: ({ compressedSize }) => compressedSize,
  Pushed: ({ pushedAt }) => pushedAt,
  By: ({ pushedBy }) => pushedBy,
  'Last pulled': ({ pulledAt }) => pulledAt ?? '',
};

const RESULTS: Columns = {
  Analysis: ({ analysis }) => analysis?.state.kind ?? '',
  Critical: ({ analysis }) => analysis?.counts?.critical ?? '',
  High: ({ analysis }) => analysis?.counts?.high ?? '',
  Medium: ({ analysis }) => analysis?.counts?.medium ?? '',
  Low: ({ analysis }) => analysis?.counts?.low ?? '',
  Unknown: ({ analysis }) => analysis?.counts?.unknown ?? '',
};
