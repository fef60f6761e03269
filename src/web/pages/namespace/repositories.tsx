import './namespace.css';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Repository } from '../../../api/contract/index.ts';
import { useAll, useList, useOperation } from '../../data/operation.ts';
import { useInstance } from '../../data/session.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { CopyBox } from '../../design/copy-box.tsx';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { FilterBar, SearchBox } from '../../design/filter-bar.tsx';
import { Ago } from '../../design/quantities.tsx';
import { repositoryParams } from '../../repository-path.ts';
import { REPOSITORY_FILE } from '../repository-file.ts';
import { NewRepository } from './new-repository.tsx';

const COLUMNS: readonly Column<Repository>[] = [
  {
    id: 'name',
    title: 'Repository',
    width: '30%',
    isTitle: true,
    cell: ({ name }) => (
      <Link to="/r/$ns/$repo" params={repositoryParams(name)}>
        {repositoryParams(name).repo}
      </Link>
    ),
  },
  {
    id: 'description',
    title: 'Description',
    cell: ({ description }) =>
      description !== '' && (
        <span className="repository-description" title={description}>
          {description}
        </span>
      ),
  },
  { id: 'visibility', title: 'Visibility', width: '110px', cell: ({ visibility }) => visibility },
  {
    id: 'analysis',
    title: 'Image analysis',
    width: '130px',
    cell: ({ isAnalysisActive }) => (isAnalysisActive ? 'active' : 'not active'),
  },
  {
    id: 'created',
    title: 'Created',
    width: '130px',
    align: 'right',
    cell: ({ createdAt }) => <Ago at={createdAt} />,
  },
];

/** As the server takes. */
const MOST_TEXT = 200;

export function NamespaceRepositories(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const { q } = useSearch({ from: '/ns/$ns/' });
  const set = useSetSearch();
  const role = useOperation('getNamespace', { namespace: ns }).data?.role;
  const asked = { namespace: ns, ...(q !== undefined && { search: q.slice(0, MOST_TEXT) }) };
  const list = useList('listRepositories', asked);
  const load = useAll('listRepositories', asked);
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <div className="stack">
      <FilterBar
        label="Repositories"
        actions={
          <ExportMenu fileName={`repositories-${ns}`} columns={REPOSITORY_FILE} load={load} />
        }
      >
        <SearchBox label="Search repositories" value={q} onChange={(text) => set({ q: text })} />
      </FilterBar>
      <DataTable
        label={`Repositories of ${ns}`}
        columns={COLUMNS}
        rows={list.items}
        keyOf={({ name }) => name}
        more={list}
        empty={q === undefined ? <NoRepositories namespace={ns} /> : <NothingFound text={q} />}
      />
      {(role === 'owner' || role === 'editor') && <NewRepository namespace={ns} />}
    </div>
  );
}

function NoRepositories({ namespace }: { readonly namespace: string }): ReactNode {
  const registry = useInstance()?.registry ?? '';
  return (
    <EmptyState title="No repositories yet">
      <div className="stack">
        <p>A push makes one.</p>
        <CopyBox
          label="Commands to push"
          text={`docker tag IMAGE ${registry}/${namespace}/app:1\ndocker push ${registry}/${namespace}/app:1`}
        />
      </div>
    </EmptyState>
  );
}

function NothingFound({ text }: { readonly text: string }): ReactNode {
  return (
    <EmptyState title="No such repository">
      None that you may see has “{text}” in its name.
    </EmptyState>
  );
}
