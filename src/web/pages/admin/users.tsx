import './admin.css';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { User } from '../../../api/contract/index.ts';
import { addressOf } from '../../data/address-of.ts';
import { useChange, useList } from '../../data/operation.ts';
import { given, oneOf, serverOrder } from '../../data/server-order.ts';
import { useSession } from '../../data/session.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { ExportFiles } from '../../design/export-files.tsx';
import { FilterBar, FilterSelect, SearchBox } from '../../design/filter-bar.tsx';
import { useToast } from '../../design/toast.tsx';
import { InviteUser } from './invite-user.tsx';
import { userColumns } from './user-columns.tsx';
import type { AskedDeed } from './user-question.tsx';
import { UserQuestion } from './user-question.tsx';

const SHOWN = ['blocked', 'administrators'] as const;
const SHOW_OPTIONS = SHOWN.map((value) => ({ value, text: value }));
const SORTS = ['name', 'createdAt', 'seenAt'] as const;

/** Everybody who has an account, and the way in for those who have none. */
export function AdminUsers(): ReactNode {
  const { q, show, sort } = useSearch({ from: '/admin/users' });
  const set = useSetSearch();
  const { name: me = '' } = useSession();
  const [asked, setAsked] = useState<AskedDeed>();
  const input = {
    ...given({ search: q, show: oneOf(show, SHOWN) }),
    ...serverOrder(sort, SORTS),
  };
  const list = useList('listUsers', input);
  const update = useUpdate();
  const columns = userColumns(me, {
    onBlock: (user) => setAsked({ deed: 'block', user }),
    onDelete: (user) => setAsked({ deed: 'delete', user }),
    onUnblock: ({ name }) => update.mutate({ name, body: { isBlocked: false } }),
    onSetAdministrator: ({ name }, isAdministrator) =>
      update.mutate({ name, body: { isAdministrator } }),
  });
  return (
    <div className="stack-wide">
      <div className="stack">
        <FilterBar
          label="Search users"
          actions={
            <ExportFiles addressOf={(format) => addressOf('exportUsers', { ...input, format })} />
          }
        >
          <SearchBox label="Name or e-mail" value={q} onChange={(text) => set({ q: text })} />
          <FilterSelect
            label="Show"
            value={show}
            options={SHOW_OPTIONS}
            onChange={(value) => set({ show: value })}
          />
        </FilterBar>
        <FormError error={update.error} />
        {list.error && !list.items ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : (
          <DataTable
            label="Users"
            columns={columns}
            rows={list.items}
            keyOf={({ name }) => name}
            sort={sort}
            onSort={(text) => set({ sort: text })}
            more={list}
            empty={<EmptyState title="Nobody found">Take away a filter.</EmptyState>}
          />
        )}
      </div>
      {/* Its place depends on the rows. */}
      {list.items && <InviteUser />}
      {asked && <UserQuestion asked={asked} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

function useUpdate() {
  const say = useToast();
  return useChange('updateUser', {
    changes: ['listUsers'],
    onDone: (user) => say({ kind: 'good', text: stateOf(user) }),
  });
}

function stateOf({ name, isAdministrator, isBlocked }: User): string {
  if (isBlocked) return `${name} is blocked`;
  return isAdministrator ? `${name} is an administrator` : `${name} is a user, not blocked`;
}
