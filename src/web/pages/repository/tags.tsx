import './tags.css';
import { useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useList, useOperation } from '../../data/operation.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ActivationHint } from './activation-hint.tsx';
import { DeleteTag } from './delete-tag.tsx';
import { NoTags } from './no-tags.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { selectedTags, toggleTag } from './selected-tags.ts';
import { tagColumns } from './tag-columns.tsx';
import { TagFilters } from './tag-filters.tsx';
import { tagInput } from './tag-input.ts';

/** The tags as they are now, with what is vulnerable in each; two of them to compare. */
export function Tags(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const search = useSearch({ from: '/r/$ns/$repo/tags' });
  const set = useSetSearch();
  const [leaving, setLeaving] = useState<string>();
  const where = { namespace: ns, repository: repo };
  const { data } = useOperation('getRepository', where);
  const rights = data?.rights ?? [];
  const list = useList('listTags', tagInput(where, search));
  const isFiltered = search.q !== undefined || search.state !== undefined;
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const selected = selectedTags(search.select);
  const columns = tagColumns(where, {
    isOff: data?.isAnalysisActive === false,
    selected,
    onChoose: (tag) => set({ select: toggleTag(search.select, tag) }),
  });
  const mayDelete = rights.includes('repository.content.delete');
  return (
    <div className="stack">
      <ActivationHint where={where} />
      <TagFilters where={where} hasResults={rights.includes('repository.results.read')} />
      <SelectionBar
        where={where}
        selected={selected}
        {...(mayDelete && { onDelete: setLeaving })}
      />
      <DataTable
        label={`Tags of ${ns}/${repo}`}
        columns={columns}
        rows={list.items}
        keyOf={({ name }) => name}
        more={list}
        empty={
          isFiltered ? (
            <EmptyState title="No such tag">
              No tag fits. Take away a filter, or look for another part of its name.
            </EmptyState>
          ) : (
            <NoTags where={where} />
          )
        }
      />
      {leaving !== undefined && (
        <DeleteTag
          where={where}
          tag={leaving}
          onDone={() => set({ select: undefined })}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </div>
  );
}
