import './admin.css';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { addressOf } from '../../data/address-of.ts';
import { useList } from '../../data/operation.ts';
import { given, oneOf, serverOrder } from '../../data/server-order.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportFiles } from '../../design/export-files.tsx';
import { FilterBar, FilterSelect, SearchBox } from '../../design/filter-bar.tsx';
import { namespaceColumns } from './namespace-columns.tsx';
import { PlanDialog } from './plan-dialog.tsx';

const KINDS = ['organization', 'personal'] as const;
const PLANS = ['free', 'pro', 'team', 'business'] as const;
const SORTS = ['name', 'createdAt', 'repositories', 'bytes'] as const;

/** Every namespace with its plan and what it stores; its plan and quota are set here. */
export function AdminNamespaces(): ReactNode {
  const { q, kind, plan, sort } = useSearch({ from: '/admin/' });
  const set = useSetSearch();
  const [changed, setChanged] = useState<string>();
  const input = {
    ...given({ search: q, kind: oneOf(kind, KINDS), plan: oneOf(plan, PLANS) }),
    ...serverOrder(sort, SORTS),
  };
  const list = useList('listAllNamespaces', input);
  const opened = list.items?.find(({ name }) => name === changed);
  return (
    <div className="stack">
      <FilterBar
        label="Search namespaces"
        actions={
          <ExportFiles
            addressOf={(format) => addressOf('exportAllNamespaces', { ...input, format })}
          />
        }
      >
        <SearchBox label="Name" value={q} onChange={(text) => set({ q: text })} />
        <FilterSelect
          label="Kind"
          value={kind}
          options={KINDS.map((value) => ({ value, text: value }))}
          onChange={(value) => set({ kind: value })}
        />
        <FilterSelect
          label="Plan"
          value={plan}
          options={PLANS.map((value) => ({ value, text: value }))}
          onChange={(value) => set({ plan: value })}
        />
      </FilterBar>
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Namespaces"
          columns={namespaceColumns(({ name }) => setChanged(name))}
          rows={list.items}
          keyOf={({ name }) => name}
          sort={sort}
          onSort={(text) => set({ sort: text })}
          more={list}
          empty={<EmptyState title="No such namespace">Take away a filter.</EmptyState>}
        />
      )}
      {opened && <PlanDialog namespace={opened} onClose={() => setChanged(undefined)} />}
    </div>
  );
}
