import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Column } from '../../design/data-table.tsx';
import { Ago } from '../../design/quantities.tsx';
import { SeverityCounts } from '../../design/severity.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { repositoryParams } from '../../repository-path.ts';
import type { Listed } from './newest-tags.ts';

/** A repository with its newest tag: what it is, how bad it is, and since when. */
export function listedColumns(
  isNew: (at: string | undefined) => boolean,
): readonly Column<Listed>[] {
  return [
    {
      id: 'name',
      title: 'Repository',
      isTitle: true,
      sort: (left, right) => left.repository.name.localeCompare(right.repository.name, 'en'),
      cell: ({ repository, newest }) => (
        <RepositoryName name={repository.name} isNew={isNew(newest?.pushedAt)} />
      ),
    },
    { id: 'tag', title: 'Newest tag', width: '170px', cell: (listed) => <NewestTag {...listed} /> },
    {
      id: 'findings',
      title: 'Vulnerabilities',
      width: '290px',
      cell: ({ newest }) =>
        newest?.analysis?.counts && <SeverityCounts counts={newest.analysis.counts} />,
    },
    {
      id: 'state',
      title: 'Analysis',
      width: '190px',
      cell: ({ repository, newest }) => (
        <StateBadge
          state={
            newest?.analysis?.state ??
            (repository.isAnalysisActive ? { kind: 'not_analyzed' } : { kind: 'inactive' })
          }
        />
      ),
    },
    {
      id: 'visibility',
      title: 'Visibility',
      width: '100px',
      cell: ({ repository }) => repository.visibility,
    },
    {
      id: 'pushed',
      title: 'Pushed',
      width: '120px',
      align: 'right',
      sort: (left, right) =>
        (left.newest?.pushedAt ?? '').localeCompare(right.newest?.pushedAt ?? ''),
      cell: ({ newest }) => newest && <Ago at={newest.pushedAt} />,
    },
  ];
}

function RepositoryName(props: { readonly name: string; readonly isNew: boolean }): ReactNode {
  return (
    <>
      <Link to="/r/$ns/$repo" params={repositoryParams(props.name)}>
        {props.name}
      </Link>
      {props.isNew && (
        <span className="home-new" role="img" aria-label="pushed since your last visit" />
      )}
    </>
  );
}

function NewestTag({ repository, newest }: Listed): ReactNode {
  if (newest === null) return <span className="muted">no tags yet</span>;
  if (!newest) return null;
  return (
    <Link
      to="/r/$ns/$repo/tags/$tag"
      params={{ ...repositoryParams(repository.name), tag: newest.name }}
    >
      {newest.name}
    </Link>
  );
}
