import './namespace.css';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import type { Team } from '../../../api/contract/index.ts';
import { useAll, useChange, useList, useOperation } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import type { Cell } from '../../design/csv.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { TextInput } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';
import { TeamMembers } from './team-members.tsx';

export function NamespaceTeams(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const { team: opened } = useSearch({ from: '/ns/$ns/teams' });
  const navigate = useNavigate({ from: '/ns/$ns/teams' });
  const isOwner = useOperation('getNamespace', { namespace: ns }).data?.role === 'owner';
  const list = useList('listTeams', { namespace: ns });
  const load = useAll('listTeams', { namespace: ns });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const toggle = (team: string): void =>
    void navigate({ search: (old) => ({ ...old, team: team === opened ? undefined : team }) });
  return (
    <div className="stack-wide">
      <Section
        title="Teams"
        actions={<ExportMenu fileName={`teams-${ns}`} columns={EXPORTED} load={load} />}
      >
        <DataTable
          label={`Teams of ${ns}`}
          columns={columnsOf(opened, toggle)}
          rows={list.items}
          keyOf={({ name }) => name}
          more={list}
          expanded={membersOf(ns, opened, isOwner)}
          empty={
            <EmptyState title="No teams yet">
              A team gives its members a permission on a repository: read, write or admin.
            </EmptyState>
          }
        />
      </Section>
      {isOwner && <NewTeam namespace={ns} />}
    </div>
  );
}

const EXPORTED: Readonly<Record<string, (team: Team) => Cell>> = {
  name: ({ name }) => name,
  description: ({ description }) => description,
  members: ({ members }) => members,
};

function membersOf(
  namespace: string,
  opened: string | undefined,
  mayChange: boolean,
): (team: Team) => ReactNode {
  return ({ name }) =>
    name === opened && <TeamMembers namespace={namespace} team={name} mayChange={mayChange} />;
}

function columnsOf(
  opened: string | undefined,
  toggle: (team: string) => void,
): readonly Column<Team>[] {
  return [
    {
      id: 'name',
      title: 'Team',
      width: '30%',
      isTitle: true,
      cell: ({ name }) => (
        <Button small look="quiet" aria-expanded={name === opened} onClick={() => toggle(name)}>
          {name}
        </Button>
      ),
    },
    { id: 'description', title: 'Description', cell: ({ description }) => description },
    {
      id: 'members',
      title: 'Members',
      width: '110px',
      align: 'right',
      cell: ({ members }) => members,
    },
  ];
}

function NewTeam({ namespace }: { readonly namespace: string }): ReactNode {
  const { values, bind, set } = useFields({ name: '', description: '' });
  const change = useChange('createTeam', {
    changes: ['listTeams'],
    onDone: () => set({ name: '', description: '' }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { name, description } = values;
    change.mutate({ namespace, body: { name: name.trim(), description } });
  };
  return (
    <Section title="New team">
      <form className="stack" onSubmit={submit}>
        <div className="inline-form">
          <TextInput label="Name" autoComplete="off" spellCheck={false} {...bind('name')} />
          <TextInput label="Description" {...bind('description')} />
          <Button type="submit" disabled={values.name.trim() === ''} isBusy={change.isPending}>
            Create
          </Button>
        </div>
        <FormError error={change.error} />
      </form>
    </Section>
  );
}
