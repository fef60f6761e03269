import './namespace.css';
import { useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Member, Role } from '../../../api/contract/index.ts';
import { useAll, useChange, useList, useOperation } from '../../data/operation.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { Button } from '../../design/button.tsx';
import type { Cell } from '../../design/csv.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { FilterBar, SearchBox } from '../../design/filter-bar.tsx';
import { ExplainedSelect } from '../../design/explained-select.tsx';
import { Ago } from '../../design/quantities.tsx';
import { Invitations } from './invitations.tsx';
import { ROLES } from './roles.ts';

/** As the server takes. */
const MOST_TEXT = 200;

/** Who belongs to an organization, and as what. */
export function NamespaceMembers(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const isOwner = useOperation('getNamespace', { namespace: ns }).data?.role === 'owner';
  const { q } = useSearch({ from: '/ns/$ns/members' });
  const search = useSetSearch();
  const asked = { namespace: ns, ...(q !== undefined && { search: q.slice(0, MOST_TEXT) }) };
  const list = useList('listMembers', asked);
  const load = useAll('listMembers', asked);
  const set = useChange('setMember', { changes: ['listMembers', 'getNamespace'] });
  const remove = useChange('removeMember', { changes: ['listMembers'] });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const columns = isOwner
    ? [
        ...FACTS,
        ...deeds({
          onSet: ({ name }, role) => set.mutate({ namespace: ns, user: name, body: { role } }),
          onRemove: ({ name }) => remove.mutate({ namespace: ns, user: name }),
        }),
      ]
    : [...FACTS, ROLE];
  return (
    <div className="stack-wide">
      <div className="stack">
        <FilterBar
          label="Members"
          actions={<ExportMenu fileName={`members-${ns}`} columns={EXPORTED} load={load} />}
        >
          <SearchBox label="Search members" value={q} onChange={(text) => search({ q: text })} />
        </FilterBar>
        <FormError error={set.error ?? remove.error} />
        <DataTable
          label={`Members of ${ns}`}
          columns={columns}
          rows={list.items}
          keyOf={({ name }) => name}
          more={list}
          empty={<EmptyState title="No such member">Nobody has “{q}” in their name.</EmptyState>}
        />
      </div>
      {isOwner && <Invitations namespace={ns} />}
    </div>
  );
}

const FACTS: readonly Column<Member>[] = [
  { id: 'name', title: 'Name', isTitle: true, cell: ({ name }) => name },
  { id: 'displayName', title: 'Full name', cell: ({ displayName }) => displayName },
  {
    id: 'since',
    title: 'Member since',
    width: '160px',
    cell: ({ since }) => <Ago at={since} />,
  },
];

const EXPORTED: Readonly<Record<string, (member: Member) => Cell>> = {
  name: ({ name }) => name,
  full_name: ({ displayName }) => displayName,
  role: ({ role }) => role,
  since: ({ since }) => since,
};

const ROLE: Column<Member> = { id: 'role', title: 'Role', width: '120px', cell: (row) => row.role };

interface MemberDeeds {
  readonly onSet: (member: Member, role: Role) => void;
  readonly onRemove: (member: Member) => void;
}

function deeds({ onSet, onRemove }: MemberDeeds): readonly Column<Member>[] {
  return [
    {
      id: 'role',
      title: 'Role',
      width: '180px',
      cell: (member) => (
        <ExplainedSelect
          label={`Role of ${member.name}`}
          isInTable
          choices={ROLES}
          value={member.role}
          onChange={(role) => onSet(member, role)}
        />
      ),
    },
    {
      id: 'remove',
      title: 'Remove',
      hidesTitle: true,
      width: '110px',
      align: 'right',
      cell: (member) => (
        <Button
          small
          look="quiet"
          aria-label={`Remove ${member.name}`}
          onClick={() => onRemove(member)}
        >
          Remove
        </Button>
      ),
    },
  ];
}
