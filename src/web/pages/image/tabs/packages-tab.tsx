import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Package } from '../../../../api/contract/index.ts';
import { useList } from '../../../data/operation.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { FilterBar, SearchBox } from '../../../design/filter-bar.tsx';
import type { ShownImage } from '../shown-image.ts';
import { tabPath } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import { LayerLink } from '../layer-link.tsx';

/** What is inside. */
export function PackagesTab({ image }: { readonly image: ShownImage }): ReactNode {
  const { search, refine } = useImageSearch();
  const list = useList('listPackages', {
    ...image.ask,
    ...(search.q !== undefined && { search: search.q.slice(0, 200) }),
  });
  return (
    <div className="stack">
      <FilterBar label="Packages">
        <SearchBox label="Name of a package" value={search.q} onChange={(q) => refine({ q })} />
      </FilterBar>
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Packages"
          columns={columnsOf(image)}
          rows={list.items}
          keyOf={({ type, name, version, paths, purl }) =>
            `${type} ${name} ${version} ${purl ?? ''} ${paths.join(' ')}`
          }
          more={list}
          empty={
            <EmptyState
              title="No package passes these filters"
              actions={
                <Link to={tabPath(image, 'packages')} search={({ platform }) => ({ platform })}>
                  Show all
                </Link>
              }
            />
          }
        />
      )}
    </div>
  );
}

function columnsOf(image: ShownImage): readonly Column<Package>[] {
  return [
    {
      id: 'name',
      title: 'Package',
      isTitle: true,
      cell: ({ name, version, source }) => (
        <>
          {name} <span className="finding-version">{version}</span>
          {source !== undefined && source !== name && (
            <span className="finding-type"> of {source}</span>
          )}
        </>
      ),
    },
    { id: 'type', title: 'Type', width: '90px', cell: ({ type }) => type },
    {
      id: 'licences',
      title: 'Licences',
      width: '190px',
      cell: ({ licenses }) => licenses.join(', '),
    },
    {
      id: 'path',
      title: 'Path',
      width: '260px',
      cell: ({ paths: [path, ...rest] }) =>
        path !== undefined && (
          <>
            <code>/{path}</code>
            {rest.length > 0 && <span className="muted"> and {rest.length} more</span>}
          </>
        ),
    },
    {
      id: 'layer',
      title: 'Layer',
      width: '58px',
      align: 'right',
      cell: ({ layer }) => layer !== undefined && <LayerLink layer={layer} image={image} />,
    },
  ];
}
