import './package-images.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PackageImage } from '../../../api/contract/index.ts';
import { useAll, useList } from '../../data/operation.ts';
import type { Cell } from '../../design/csv.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { Section } from '../../design/page.tsx';
import { ImageLinks, RepositoryLink } from '../image-place.tsx';

/** Which images have a package, and where in them. */
export function PackageImages(props: {
  readonly type: string;
  readonly name: string;
  readonly version: string | undefined;
}): ReactNode {
  const { type, name, version } = props;
  const asked = { type, name, ...(version !== undefined && { version }) };
  const list = useList('listPackageImages', asked);
  const load = useAll('listPackageImages', asked);
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <Section
      id="images"
      title={version === undefined ? 'Images' : `Images with ${version}`}
      actions={
        <>
          {version !== undefined && (
            <Link to="/packages" search={{ type, name }}>
              All versions
            </Link>
          )}
          {list.items && list.items.length > 0 && (
            <ExportMenu fileName="package-images" columns={EXPORTED} load={load} />
          )}
        </>
      }
    >
      <DataTable
        label={`Images that have ${name}`}
        columns={columnsFor(name)}
        rows={list.items}
        keyOf={({ repository, digest }) => `${repository} ${digest}`}
        more={list}
        empty={
          <EmptyState title="In no image">No image that you may see has this version.</EmptyState>
        }
      />
    </Section>
  );
}

function columnsFor(name: string): readonly Column<PackageImage>[] {
  return [
    {
      id: 'repository',
      title: 'Repository',
      isTitle: true,
      cell: ({ repository }) => <RepositoryLink name={repository} />,
    },
    {
      id: 'tag',
      title: 'Tag',
      width: '180px',
      cell: (image) => <ImageLinks image={image} search={{ q: name }} />,
    },
    {
      id: 'platform',
      title: 'Platform',
      width: '130px',
      cell: ({ platform }) => <span className="muted">{platform}</span>,
    },
    {
      id: 'places',
      title: 'Version and place',
      width: '46%',
      cell: ({ places }) => <Places places={places} />,
    },
  ];
}

/** So many places of one image are read at a glance. */
const FEW = 3;

function Places({ places }: Pick<PackageImage, 'places'>): ReactNode {
  const more = places.length - FEW;
  return (
    <ul className="package-places" title={places.map(({ path }) => path).join('\n')}>
      {places.slice(0, FEW).map(({ version, layer, path }) => (
        <li key={`${version} ${layer} ${path}`}>
          <code>{version}</code> in layer {layer + 1} <span className="muted">/{path}</span>
        </li>
      ))}
      {more > 0 && <li className="muted">and {more} more</li>}
    </ul>
  );
}

const EXPORTED: Readonly<Record<string, (image: PackageImage) => Cell>> = {
  Repository: ({ repository }) => repository,
  Tags: ({ tags }) => tags.join(' '),
  Digest: ({ digest }) => digest,
  Platform: ({ platform }) => platform,
  Versions: ({ places }) => [...new Set(places.map(({ version }) => version))].join(' '),
  Paths: ({ places }) => places.map(({ path }) => `/${path}`).join(' '),
};
