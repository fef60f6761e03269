import './tags.css';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useList, useOperation } from '../../data/operation.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { TextInput } from '../../design/fields.tsx';
import { ActivationHint } from './activation-hint.tsx';
import { CompareBar } from './compare-bar.tsx';
import type { Where } from './place.ts';
import { PushCommands } from './push-commands.tsx';
import { selectedTags, toggleTag } from './selected-tags.ts';
import { tagColumns } from './tag-columns.tsx';

export function Tags(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const { q, sort, select } = useSearch({ from: '/r/$ns/$repo/tags' });
  const navigate = useNavigate({ from: '/r/$ns/$repo/tags' });
  const where = { namespace: ns, repository: repo };
  const list = useList('listTags', {
    ...where,
    sort: 'newest',
    ...(q !== undefined && { search: q }),
  });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const selected = selectedTags(select);
  const choose = (tag: string): void =>
    void navigate({ search: (old) => ({ ...old, select: toggleTag(select, tag) }), replace: true });
  return (
    <div className="stack">
      <ActivationHint where={where} />
      <TagFilter />
      <CompareBar where={where} selected={selected} />
      <DataTable
        label={`Tags of ${ns}/${repo}`}
        columns={tagColumns(where, selected, choose)}
        rows={list.items}
        keyOf={({ name }) => name}
        sort={sort}
        onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next }) })}
        more={list}
        empty={q === undefined ? <NoTags where={where} /> : <NothingFound text={q} />}
      />
    </div>
  );
}

function TagFilter(): ReactNode {
  const { q = '' } = useSearch({ from: '/r/$ns/$repo/tags' });
  const navigate = useNavigate({ from: '/r/$ns/$repo/tags' });
  return (
    <TextInput
      className="tags-filter no-print"
      type="search"
      aria-label="Search tags"
      placeholder="Search tags"
      value={q}
      onChange={({ currentTarget: { value } }) =>
        void navigate({
          search: (old) => ({ ...old, q: value === '' ? undefined : value }),
          replace: true,
        })
      }
    />
  );
}

function NoTags({ where }: { readonly where: Where }): ReactNode {
  const { data } = useOperation('getRepository', where);
  return (
    <EmptyState title="No tags yet">
      <div className="stack">
        <p>Push an image; its tag is here at once.</p>
        {data && <PushCommands pull={data.pull} />}
      </div>
    </EmptyState>
  );
}

function NothingFound({ text }: { readonly text: string }): ReactNode {
  return <EmptyState title="No such tag">No tag has “{text}” in its name.</EmptyState>;
}
