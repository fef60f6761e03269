import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FleetVersion } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Page, Section } from '../../design/page.tsx';
import { SeverityName } from '../../design/severity.tsx';
import { PackageImages } from './package-images.tsx';

/** One package: which versions of it there are, and which images have them, or the one that is chosen. */
export function PackagePage(props: { readonly type: string; readonly name: string }): ReactNode {
  const { type, name } = props;
  const { version } = useSearch({ from: '/packages' });
  return (
    <Page
      title={name}
      crumbs={[{ text: 'Packages', to: '/packages' }, { text: name }]}
      lead={
        <>
          {type} ·{' '}
          <Link to="/vulnerabilities" search={{ package: name }}>
            Vulnerabilities of this package
          </Link>
        </>
      }
    >
      <div className="stack-wide">
        <Versions type={type} name={name} />
        <PackageImages type={type} name={name} version={version} />
      </div>
    </Page>
  );
}

function Versions({ type, name }: { readonly type: string; readonly name: string }): ReactNode {
  const list = useList('listPackageVersions', { type, name });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <Section id="versions" title="Versions">
      <DataTable
        label={`Versions of ${name}`}
        columns={versionColumns(type, name)}
        rows={list.items}
        keyOf={({ version }) => version}
        more={list}
        empty={<EmptyState title="No such package">No image that you may see has it.</EmptyState>}
      />
    </Section>
  );
}

function versionColumns(type: string, name: string): readonly Column<FleetVersion>[] {
  return [
    {
      id: 'version',
      title: 'Version',
      isTitle: true,
      cell: ({ version }) => <code>{version}</code>,
    },
    {
      id: 'worst',
      title: 'Worst vulnerability',
      width: '180px',
      cell: ({ worst }) =>
        worst === undefined ? (
          <span className="muted">none found</span>
        ) : (
          <SeverityName severity={worst} />
        ),
    },
    {
      id: 'images',
      title: 'Images',
      width: '100px',
      align: 'right',
      cell: ({ version, images }) => (
        <Counted {...{ type, name, version, of: 'images', count: images }} />
      ),
    },
    {
      id: 'repositories',
      title: 'Repositories',
      width: '110px',
      align: 'right',
      cell: ({ version, repositories }) => (
        <Counted {...{ type, name, version, of: 'repositories', count: repositories }} />
      ),
    },
  ];
}

/** The images with one version, by repository: below. */
function Counted(props: {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly of: 'images' | 'repositories';
  readonly count: number;
}): ReactNode {
  const { type, name, version, of, count } = props;
  return (
    <Link
      to="/packages"
      search={{ type, name, version }}
      hash="images"
      aria-label={`${of} with ${version}: ${count}`}
    >
      {count.toLocaleString('en')}
    </Link>
  );
}
