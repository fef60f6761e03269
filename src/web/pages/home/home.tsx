import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Repository } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import { useInstance, useSession } from '../../data/session.ts';
import { CopyBox } from '../../design/copy-box.tsx';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import { repositoryParams } from '../../repository-path.ts';

const COLUMNS: readonly Column<Repository>[] = [
  {
    id: 'name',
    title: 'Repository',
    isTitle: true,
    sort: (left, right) => left.name.localeCompare(right.name),
    cell: ({ name }) => (
      <Link to="/r/$ns/$repo" params={repositoryParams(name)}>
        {name}
      </Link>
    ),
  },
  { id: 'visibility', title: 'Visibility', width: '120px', cell: ({ visibility }) => visibility },
  {
    id: 'analysis',
    title: 'Analysis',
    width: '120px',
    cell: ({ isAnalysisActive }) => (isAnalysisActive ? 'active' : 'off'),
  },
  {
    id: 'created',
    title: 'Created',
    width: '140px',
    align: 'right',
    sort: (left, right) => left.createdAt.localeCompare(right.createdAt),
    cell: ({ createdAt }) => <Ago at={createdAt} />,
  },
];

/** What is mine; on an empty server, how to begin. */
export function Home(): ReactNode {
  const { q, sort } = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const list = useList('listRepositories', { ...(q !== undefined && { search: q }) });
  return (
    <Page title="Repositories">
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Repositories"
          columns={COLUMNS}
          rows={list.items}
          keyOf={({ name }) => name}
          sort={sort}
          onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next }) })}
          empty={<Beginning />}
          more={list}
        />
      )}
    </Page>
  );
}

function Beginning(): ReactNode {
  const host = useInstance()?.registry ?? '';
  const name = useSession().name ?? '';
  return (
    <EmptyState title="Push your first image">
      <div className="stack">
        <p>Three commands, with any image that you have. The repository is made by the push.</p>
        <CopyBox
          label="Commands to push an image"
          text={`docker login ${host} -u ${name}\ndocker tag IMAGE ${host}/${name}/app:1\ndocker push ${host}/${name}/app:1`}
        />
      </div>
    </EmptyState>
  );
}
