import './settings.css';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Grant, Permission } from '../../../api/contract/index.ts';
import { useAll, useChange, useList, useOperation } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import type { Cell } from '../../design/csv.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { ExplainedSelect } from '../../design/explained-select.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { Section } from '../../design/page.tsx';
import { AddGrant } from './add-grant.tsx';
import { PERMISSIONS } from './permissions.ts';
import type { Where } from './place.ts';

/** Who may use a repository besides those who may by their role: teams, or collaborators. */
export function Access(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const where = { namespace: ns, repository: repo };
  const namespace = useOperation('getNamespace', { namespace: ns }).data;
  const list = useList('listGrants', where);
  const load = useAll('listGrants', where);
  const set = useChange('setGrant', { changes: ['listGrants'] });
  const remove = useChange('removeGrant', { changes: ['listGrants'] });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (!namespace) return null;
  const kind = namespace.kind === 'organization' ? 'team' : 'collaborator';
  const columns = columnsOf(where, {
    onSet: ({ name }, permission) =>
      set.mutate({ ...where, kind, holder: name, body: { permission } }),
    onRemove: ({ name }) => remove.mutate({ ...where, kind, holder: name }),
  });
  return (
    <Section
      title={kind === 'team' ? 'Teams' : 'Collaborators'}
      lead={
        kind === 'team'
          ? `Owners and editors of ${ns} may use every repository; others through their teams.`
          : `${ns} may do everything here.`
      }
      actions={<ExportMenu fileName={`access-${ns}-${repo}`} columns={EXPORTED} load={load} />}
    >
      <AddGrant where={where} kind={kind} />
      <FormError error={set.error ?? remove.error} />
      <DataTable
        label={`Who may use ${ns}/${repo}`}
        columns={columns}
        rows={list.items}
        keyOf={({ name }) => name}
        more={list}
        empty={
          <EmptyState title={kind === 'team' ? 'No team yet' : 'Nobody else yet'}>
            {kind === 'team'
              ? 'Add a team, and its members can pull, push or administer this repository.'
              : 'Add somebody by name, and they can pull, push or administer this repository.'}
          </EmptyState>
        }
      />
    </Section>
  );
}

const EXPORTED: Readonly<Record<string, (grant: Grant) => Cell>> = {
  name: ({ name }) => name,
  kind: ({ kind }) => kind,
  permission: ({ permission }) => permission,
};

interface GrantDeeds {
  readonly onSet: (grant: Grant, permission: Permission) => void;
  readonly onRemove: (grant: Grant) => void;
}

function columnsOf(where: Where, { onSet, onRemove }: GrantDeeds): readonly Column<Grant>[] {
  return [
    { id: 'name', title: 'Name', isTitle: true, cell: ({ name }) => name },
    {
      id: 'permission',
      title: 'May',
      width: '180px',
      cell: (grant) => (
        <ExplainedSelect
          label={`Permission of ${grant.name} for ${where.repository}`}
          isInTable
          choices={PERMISSIONS}
          value={grant.permission}
          onChange={(permission) => onSet(grant, permission)}
        />
      ),
    },
    {
      id: 'remove',
      title: 'Remove',
      hidesTitle: true,
      width: '110px',
      align: 'right',
      cell: (grant) => (
        <Button
          small
          look="quiet"
          aria-label={`Remove ${grant.name}`}
          onClick={() => onRemove(grant)}
        >
          Remove
        </Button>
      ),
    },
  ];
}
