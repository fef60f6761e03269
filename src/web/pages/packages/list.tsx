import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addressOf } from '../../data/address-of.ts';
import { useList } from '../../data/operation.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportFiles } from '../../design/export-files.tsx';
import { FilterBar, FilterSelect, SearchBox } from '../../design/filter-bar.tsx';
import { Page } from '../../design/page.tsx';
import { PACKAGE_COLUMNS } from './package-columns.tsx';
import { packageInput } from './package-input.ts';
import { PACKAGE_TYPES } from './package-types.ts';
import { PackagePage } from './package-page.tsx';

/** Packages in all images that one may see; of one of them, which versions are where. */
export function PackageList(): ReactNode {
  const { type, name } = useSearch({ from: '/packages' });
  return type !== undefined && name !== undefined ? (
    <PackagePage type={type} name={name} />
  ) : (
    <AllPackages />
  );
}

function AllPackages(): ReactNode {
  const { q, type } = useSearch({ from: '/packages' });
  const set = useSetSearch();
  const asked = packageInput({ q, type });
  const list = useList('listFleetPackages', asked);
  return (
    <Page title="Packages" lead="In all images whose results you may see.">
      <FilterBar
        label="Search packages"
        actions={
          <ExportFiles
            addressOf={(format) => addressOf('exportFleetPackages', { ...asked, format })}
          />
        }
      >
        <SearchBox
          label="Name and version: log4j-core 2.14"
          value={q}
          onChange={(text) => set({ q: text })}
        />
        <FilterSelect
          label="Type"
          value={type}
          options={PACKAGE_TYPES}
          onChange={(next) => set({ type: next })}
        />
      </FilterBar>
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Packages"
          columns={PACKAGE_COLUMNS}
          rows={list.items}
          keyOf={(each) => `${each.type} ${each.name}`}
          more={list}
          empty={<Nothing isFiltered={q !== undefined || type !== undefined} />}
        />
      )}
    </Page>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  return isFiltered ? (
    <EmptyState title="No such package">
      No image that you may see has it. Take away a filter, or look for another part of its name.
    </EmptyState>
  ) : (
    <EmptyState title="No packages yet">
      Push an image to a repository where image analysis is active; its packages are listed here.
    </EmptyState>
  );
}
