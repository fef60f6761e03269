import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Tag } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Ago, Bytes, Digest } from '../../design/quantities.tsx';
import { SeverityCounts } from '../../design/severity.tsx';
import { StateBadge } from '../../design/state-badge.tsx';

function columnsOf(ns: string, repo: string): readonly Column<Tag>[] {
  return [
    {
      id: 'name',
      title: 'Tag',
      isTitle: true,
      cell: ({ name }) => (
        <Link to="/r/$ns/$repo/tags/$tag" params={{ ns, repo, tag: name }}>
          {name}
        </Link>
      ),
    },
    {
      id: 'findings',
      title: 'Vulnerabilities',
      width: '280px',
      cell: ({ analysis }) => analysis?.counts && <SeverityCounts counts={analysis.counts} />,
    },
    {
      id: 'state',
      title: 'Analysis',
      width: '200px',
      cell: ({ analysis }) => analysis && <StateBadge state={analysis.state} />,
    },
    {
      id: 'digest',
      title: 'Digest',
      width: '130px',
      cell: ({ digest }) => <Digest digest={digest} />,
    },
    {
      id: 'size',
      title: 'Size',
      width: '90px',
      align: 'right',
      sort: (left, right) => left.compressedSize - right.compressedSize,
      cell: ({ compressedSize }) => <Bytes value={compressedSize} />,
    },
    {
      id: 'pushed',
      title: 'Pushed',
      width: '110px',
      align: 'right',
      sort: (left, right) => left.pushedAt.localeCompare(right.pushedAt),
      cell: ({ pushedAt }) => <Ago at={pushedAt} />,
    },
  ];
}

export function Tags(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const { q, sort } = useSearch({ from: '/r/$ns/$repo/tags' });
  const navigate = useNavigate({ from: '/r/$ns/$repo/tags' });
  const list = useList('listTags', {
    namespace: ns,
    repository: repo,
    sort: 'newest',
    ...(q !== undefined && { search: q }),
  });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label={`Tags of ${ns}/${repo}`}
      columns={columnsOf(ns, repo)}
      rows={list.items}
      keyOf={({ name }) => name}
      sort={sort}
      onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next }) })}
      more={list}
      empty={<EmptyState title="No tags yet">Push an image; its tag is here at once.</EmptyState>}
    />
  );
}
