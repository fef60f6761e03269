import './home.css';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Repository } from '../../../api/contract/index.ts';
import type { List, WholeList } from '../../data/operation.ts';
import { useAll, useList } from '../../data/operation.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { FilterBar, FilterSelect, FilterToggle, SearchBox } from '../../design/filter-bar.tsx';
import { Page } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import { REPOSITORY_FILE } from '../repository-file.ts';
import { Beginning } from './beginning.tsx';
import { Changes, useChangesKnown } from './changes.tsx';
import { listedColumns } from './listed-columns.tsx';
import type { Listed } from './newest-tags.ts';
import { useNewestTags } from './newest-tags.ts';
import { useLastVisit } from './use-last-visit.ts';

/** A screen of repositories; each asks for its newest tag. */
const PAGE = 30;

/** What is mine, what is new in it; on an empty server, how to begin. */
export function Home(): ReactNode {
  const { q, sort, namespace, changed } = useSearch({ from: '/' });
  const set = useSetSearch();
  const visit = useLastVisit();
  const isKnown = useChangesKnown(visit);
  const before = typeof visit === 'object' ? Date.parse(visit.at) : 0;
  const { list, listed, pushed, all } = useMine(q, namespace, before);
  if ((q ?? namespace) === undefined && list.items?.length === 0) return <Beginning />;
  if (list.error && !list.items) {
    return (
      <Page title="Repositories">
        <ErrorState error={list.error} onRetry={list.refetch} />
      </Page>
    );
  }
  if (!isKnown) {
    return (
      <Page title="Repositories" lead={<Namespaces />}>
        {null}
      </Page>
    );
  }
  const isChanged = changed !== undefined;
  return (
    <Page title="Repositories" lead={<Namespaces />}>
      <Changes visit={visit} />
      <FilterBar
        label="Repositories"
        actions={<ExportMenu fileName="repositories" columns={REPOSITORY_FILE} load={all} />}
      >
        <SearchBox label="Search repositories" value={q} onChange={(text) => set({ q: text })} />
        <NamespaceFilter value={namespace} />
        {before > 0 && (
          <FilterToggle
            label="Pushed since my last visit"
            isOn={isChanged}
            count={pushed.length}
            onChange={(isOn) => set({ changed: isOn ? 'yes' : undefined })}
          />
        )}
      </FilterBar>
      <DataTable
        label="Repositories"
        columns={listedColumns((at) => isAfter(before, at))}
        rows={isChanged ? pushed : listed}
        keyOf={({ repository }) => repository.name}
        sort={sort}
        onSort={(next) => set({ sort: next })}
        more={list}
        empty={<NothingFound before={isChanged ? before : 0} />}
      />
    </Page>
  );
}

interface Mine {
  readonly list: List<Repository>;
  readonly listed: readonly Listed[] | undefined;
  /** Those that were pushed to since the last visit. */
  readonly pushed: readonly Listed[];
  /** For a file of them. */
  readonly all: () => Promise<WholeList<Repository>>;
}

/** `before`: the end of the last visit; 0: none is known. */
function useMine(search: string | undefined, namespace: string | undefined, before: number): Mine {
  const asked = {
    ...(search !== undefined && { search }),
    ...(namespace !== undefined && { namespace }),
  };
  const list = useList('listRepositories', { ...asked, limit: PAGE });
  const all = useAll('listRepositories', asked);
  const listed = useNewestTags(list.items);
  const pushed = listed?.filter(({ newest }) => isAfter(before, newest?.pushedAt)) ?? [];
  return { list, listed, pushed, all };
}

function isAfter(before: number, at: string | undefined): boolean {
  return before > 0 && at !== undefined && Date.parse(at) > before;
}

function NothingFound({ before }: { readonly before: number }): ReactNode {
  if (before === 0) {
    return (
      <EmptyState title="No such repository">Search for less, or in all namespaces.</EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing new">
      Nothing was pushed since your last visit, <Ago at={new Date(before).toISOString()} />.
    </EmptyState>
  );
}

function NamespaceFilter({ value }: { readonly value: string | undefined }): ReactNode {
  const set = useSetSearch();
  const { items = [] } = useList('listNamespaces', {});
  if (items.length < 2) return null;
  return (
    <FilterSelect
      label="Namespace"
      value={value}
      options={items.map(({ name }) => ({ value: name, text: name }))}
      onChange={(namespace) => set({ namespace })}
    />
  );
}

/** Where one belongs; a page for each. */
function Namespaces(): ReactNode {
  const { items = [] } = useList('listNamespaces', {});
  return (
    <ul className="home-namespaces" aria-label="My namespaces">
      {items.map(({ name, kind, role }) => (
        <li key={name}>
          <Link to="/ns/$ns" params={{ ns: name }}>
            {name}
          </Link>{' '}
          <span>{kind === 'personal' ? 'personal' : (role ?? 'guest')}</span>
        </li>
      ))}
    </ul>
  );
}
