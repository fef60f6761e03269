import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addressOf } from '../../data/address-of.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { ExportFiles } from '../../design/export-files.tsx';
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
  return (
    <FilterBar
      label="Search tags"
      actions={
        <ExportFiles
          addressOf={(format) => addressOf('exportTags', { ...tagInput(where, search), format })}
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
