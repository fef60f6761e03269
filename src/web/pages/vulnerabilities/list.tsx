import './vulnerabilities.css';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addressOf } from '../../data/address-of.ts';
import { useList } from '../../data/operation.ts';
import { useSession } from '../../data/session.ts';
import type { SetSearch } from '../../data/set-search.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportFiles } from '../../design/export-files.tsx';
import { FilterBar, FilterSelect, FilterToggle, SearchBox } from '../../design/filter-bar.tsx';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import type { ListSearch } from './list-input.ts';
import { listInput, SEVERITY_OPTIONS, SORT_OPTIONS } from './list-input.ts';
import { VULNERABILITY_COLUMNS } from './vulnerability-columns.tsx';

/** The database that images are matched with: to search, by id, package or words. */
export function VulnerabilityList(): ReactNode {
  const search = useSearch({ from: '/vulnerabilities' });
  const setSearch = useSetSearch();
  const isSignedIn = useSession().kind !== 'anonymous';
  const shown = isSignedIn ? search : { ...search, scope: undefined };
  const list = useList('listVulnerabilities', listInput(shown));
  const { total, snapshot } = list.first ?? {};
  return (
    <Page
      title="Vulnerabilities"
      lead={
        total !== undefined &&
        snapshot && (
          <span role="status">
            {total.toLocaleString('en')} {total === 1 ? 'vulnerability' : 'vulnerabilities'} ·
            advisory snapshot #{snapshot.number}, <Ago at={snapshot.createdAt} />
          </span>
        )
      }
    >
      {snapshot?.isStarter === true && (
        <Notice kind="warn" title="Starter advisories only">
          These are about a hundred famous vulnerabilities. All others come with the first update of
          the advisory feeds.
        </Notice>
      )}
      <Filters search={shown} set={setSearch} isSignedIn={isSignedIn} />
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Vulnerabilities"
          columns={VULNERABILITY_COLUMNS}
          rows={list.items}
          keyOf={({ id }) => id}
          more={list}
          empty={
            <EmptyState title="Nothing found">
              No vulnerability in this snapshot fits. Take away a filter, or look for another id,
              package or word.
            </EmptyState>
          }
        />
      )}
    </Page>
  );
}

function Filters(props: {
  readonly search: ListSearch;
  readonly set: SetSearch;
  readonly isSignedIn: boolean;
}): ReactNode {
  const { search, set, isSignedIn } = props;
  return (
    <FilterBar
      label="Search vulnerabilities"
      actions={
        <ExportFiles
          addressOf={(format) =>
            addressOf('exportVulnerabilities', { ...listInput(search), format })
          }
        />
      }
    >
      <SearchBox label="Id, package or words" value={search.q} onChange={(q) => set({ q })} />
      <FilterSelect
        label="Severity"
        value={search.severity}
        options={SEVERITY_OPTIONS}
        onChange={(severity) => set({ severity })}
      />
      <SearchBox
        label="Ecosystem: npm, Debian:12"
        value={search.ecosystem}
        onChange={(ecosystem) => set({ ecosystem })}
      />
      {isSignedIn && (
        <FilterToggle
          label="In my images"
          isOn={search.scope === 'mine'}
          onChange={(isOn) => set({ scope: isOn ? 'mine' : undefined })}
        />
      )}
      <FilterToggle
        label="Exploited"
        isOn={search.kev === 'yes'}
        onChange={(isOn) => set({ kev: isOn ? 'yes' : undefined })}
      />
      <FilterSelect
        label="Order"
        none={search.q === undefined ? 'changed last' : 'best match'}
        value={search.sort}
        options={SORT_OPTIONS}
        onChange={(sort) => set({ sort })}
      />
    </FilterBar>
  );
}
