import './audit-log.css';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../../api/contract/index.ts';
import type { List, WholeList } from '../../data/operation.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { Badge } from '../../design/badge.tsx';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { FilterBar, FilterSelect, SearchBox } from '../../design/filter-bar.tsx';
import { Ago } from '../../design/quantities.tsx';
import { DEED_OPTIONS, deedWords } from './deed-words.ts';
import { detailText } from './detail-text.ts';

/** What the address asks of the log. */
export interface AuditSearch {
  readonly actor?: string | undefined;
  readonly deed?: string | undefined;
}

/** Who did what and when, of a namespace or of all: the same page for both. */
export function AuditLog(props: {
  readonly list: List<AuditEntry>;
  readonly search: AuditSearch;
  /** Of the file. */
  readonly fileName: string;
  readonly loadAll: () => Promise<WholeList<AuditEntry>>;
}): ReactNode {
  const { list, search, fileName, loadAll } = props;
  const isFiltered = search.actor !== undefined || search.deed !== undefined;
  return (
    <div className="stack">
      <Filters
        search={search}
        actions={<ExportMenu fileName={fileName} columns={FILE_COLUMNS} load={loadAll} />}
      />
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Audit log"
          columns={COLUMNS}
          rows={list.items}
          keyOf={({ requestId, at, deed, object }) => `${requestId} ${at} ${deed} ${object}`}
          more={list}
          empty={isFiltered ? <NothingFound /> : <NothingYet />}
        />
      )}
    </div>
  );
}

function Filters(props: { readonly search: AuditSearch; readonly actions: ReactNode }): ReactNode {
  const { actor, deed } = props.search;
  const set = useSetSearch();
  return (
    <FilterBar label="Search the audit log" actions={props.actions}>
      <SearchBox
        label="Who: the whole name"
        value={actor}
        onChange={(text) => set({ actor: text })}
      />
      <FilterSelect
        label="What"
        value={deed}
        options={DEED_OPTIONS}
        onChange={(choice) => set({ deed: choice })}
      />
    </FilterBar>
  );
}

function NothingFound(): ReactNode {
  return (
    <EmptyState title="Nothing found">
      No entry fits. Names have to be whole: “alice”, not “ali”.
    </EmptyState>
  );
}

function NothingYet(): ReactNode {
  return (
    <EmptyState title="Nothing yet">Every change that somebody makes is written here.</EmptyState>
  );
}

const FILE_COLUMNS = {
  At: ({ at }: AuditEntry) => at,
  Actor: ({ actor }: AuditEntry) => actor,
  Deed: ({ deed }: AuditEntry) => deed,
  Object: ({ object }: AuditEntry) => object,
  Result: ({ result }: AuditEntry) => result,
  Details: detailText,
  Address: ({ address }: AuditEntry) => address,
  Request: ({ requestId }: AuditEntry) => requestId,
};

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'actor', title: 'Who', width: '160px', isTitle: true, cell: ({ actor }) => actor },
  {
    id: 'deed',
    title: 'What',
    width: '220px',
    cell: ({ deed }) => <span title={deed}>{deedWords(deed)}</span>,
  },
  {
    id: 'object',
    title: 'On',
    cell: (entry) => (
      <>
        {entry.object} <span className="audit-detail">{detailText(entry)}</span>
      </>
    ),
  },
  {
    id: 'result',
    title: 'Result',
    width: '180px',
    cell: ({ result }) => (result === 'done' ? 'done' : <Badge kind="bad">{result}</Badge>),
  },
  {
    id: 'from',
    title: 'From',
    width: '150px',
    cell: ({ address, requestId }) => (
      <span className="audit-from" title={`Request ${requestId}`}>
        {address}
      </span>
    ),
  },
  { id: 'at', title: 'When', width: '120px', align: 'right', cell: ({ at }) => <Ago at={at} /> },
];
