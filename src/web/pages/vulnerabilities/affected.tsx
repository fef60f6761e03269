import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AffectedStatement, Vulnerability } from '../../../api/contract/index.ts';
import { useSetSearch } from '../../data/set-search.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FilterBar, FilterSelect, SearchBox } from '../../design/filter-bar.tsx';
import type { AffectedRow } from './affected-rows.ts';
import { affectedRows, familiesOf, rangeText, STATUS_WORDS } from './affected-rows.ts';

/** Where it is: by ecosystem or distribution, package, and what each source says of its versions. */
export function Affected({ known }: { readonly known: Vulnerability }): ReactNode {
  const { q, namespace, sort } = useSearch({ from: '/vulnerabilities/$id' });
  const set = useSetSearch();
  const all = affectedRows(known.affected, {});
  const rows = affectedRows(known.affected, { text: q, family: namespace });
  return (
    <div className="stack">
      {all.length > MANY && (
        <FilterBar label="Search what is affected">
          <SearchBox label="Package" value={q} onChange={(text) => set({ q: text })} />
          <FilterSelect
            label="Ecosystem"
            value={namespace}
            options={familiesOf(all)}
            onChange={(family) => set({ namespace: family })}
          />
        </FilterBar>
      )}
      <DataTable
        label="Affected packages"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ key }) => key}
        sort={sort}
        onSort={(next) => set({ sort: next })}
        empty={
          <EmptyState title={all.length === 0 ? 'No package is named' : 'Nothing fits'}>
            {all.length === 0
              ? 'No advisory in this snapshot says which packages it affects, so no image is matched with it.'
              : 'Take away a filter.'}
          </EmptyState>
        }
      />
      {known.affectedCount > known.affected.length && (
        <p className="muted">
          {known.affectedCount - known.affected.length} more packages are affected than this page
          lists.
        </p>
      )}
      {known.introducedUpstream.map(({ product, versions }) => (
        <p key={product} className="muted">
          Upstream, {product}: {versions.join('; ')}
        </p>
      ))}
    </div>
  );
}

/** From so many rows on one wants to search them. */
const MANY = 8;

const COLUMNS: readonly Column<AffectedRow>[] = [
  {
    id: 'name',
    title: 'Package',
    width: '26%',
    isTitle: true,
    sort: (left, right) => (left.name < right.name ? -1 : 1),
    cell: ({ name, statement }) => (
      <>
        {name}
        {statement.module !== undefined && (
          <span className="muted"> module {statement.module}</span>
        )}
      </>
    ),
  },
  {
    id: 'namespace',
    title: 'Where',
    width: '130px',
    sort: (left, right) => left.namespace.localeCompare(right.namespace, 'en', { numeric: true }),
    cell: ({ namespace }) => <span className="vulnerability-id">{namespace}</span>,
  },
  {
    id: 'ranges',
    title: 'Introduced → fixed',
    width: '30%',
    cell: ({ statement }) => <Ranges statement={statement} />,
  },
  {
    id: 'status',
    title: 'Status',
    width: '140px',
    cell: ({ statement }) => STATUS_WORDS[statement.status],
  },
  {
    id: 'says',
    title: 'Says',
    width: '170px',
    cell: ({ statement }) => <code title={statement.source}>{statement.advisory}</code>,
  },
];

function Ranges({ statement }: { readonly statement: AffectedStatement }): ReactNode {
  const { ranges, versions, versionCount, status } = statement;
  if (status === 'not_affected') return <span className="muted">no version</span>;
  if (ranges.length === 0 && versionCount > 0) {
    const more =
      versionCount > versions.length ? ` and ${versionCount - versions.length} more` : '';
    return (
      <span title={versions.join(', ')}>
        {versions.slice(0, FEW).join(', ')}
        {versionCount > FEW && versions.length > FEW ? ', ...' : ''}
        {more}
      </span>
    );
  }
  return (
    <ul className="ranges">
      {ranges.map((range) => (
        <li key={rangeText(range)}>{rangeText(range)}</li>
      ))}
    </ul>
  );
}

const FEW = 4;
