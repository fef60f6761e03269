import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useList } from '../../../data/operation.ts';
import { DataTable } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import type { ShownImage } from '../shown-image.ts';
import { tabPath } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import { PackageFilterBar } from './package-filter-bar.tsx';
import { isPackageFiltered, packageFiltersOf, packageSortOf } from './package-query.ts';
import { packageColumns } from './package-columns.tsx';

/** What is inside, whether anything is known of it or not. */
export function PackagesTab({ image }: { readonly image: ShownImage }): ReactNode {
  const { path } = image;
  const { search, show } = useImageSearch();
  const list = useList('listPackages', { ...image.ask, ...packageFiltersOf(search) });
  // The same columns each time, so that only rows that changed are drawn anew.
  const columns = useMemo(() => packageColumns(path), [path]);
  const sort = packageSortOf(search);
  return (
    <div className="stack">
      <PackageFilterBar image={image} facets={list.first?.facets} total={list.first?.total} />
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Packages"
          columns={columns}
          rows={list.items}
          keyOf={({ type, name, version, paths, purl }) =>
            `${type} ${name} ${version} ${purl ?? ''} ${paths.join(' ')}`
          }
          // The server has one order of each, and by name where none is asked for.
          sort={sort ?? 'name'}
          onSort={(next) => {
            const name = next?.replace(/^-/, '');
            show({ sort: name === sort || name === 'name' ? undefined : name });
          }}
          more={list}
          empty={<NoPackages image={image} isFiltered={isPackageFiltered(search)} />}
        />
      )}
    </div>
  );
}

function NoPackages(props: {
  readonly image: ShownImage;
  readonly isFiltered: boolean;
}): ReactNode {
  if (!props.isFiltered) {
    return (
      <EmptyState title="No packages were found">
        The image has none that is known here: no package database, no lockfile, no binary that
        names its modules. The gaps above, if any, say what could not be read.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No package passes these filters"
      actions={
        <Link to={tabPath(props.image, 'packages')} search={({ platform }) => ({ platform })}>
          Show all
        </Link>
      }
    />
  );
}
