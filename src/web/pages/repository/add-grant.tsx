import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { Permission } from '../../../api/contract/index.ts';
import { useChange, useList } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';
import { ExplainedSelect } from '../../design/explained-select.tsx';
import { Select, TextInput } from '../../design/fields.tsx';
import { PERMISSIONS } from './permissions.ts';
import type { Where } from './place.ts';

interface AddGrantProps {
  readonly where: Where;
  readonly kind: 'team' | 'collaborator';
}

/** One line: who, what they may, and the button. */
export function AddGrant({ where, kind }: AddGrantProps): ReactNode {
  const [holder, setHolder] = useState('');
  const [permission, setPermission] = useState<Permission>('read');
  const change = useChange('setGrant', {
    changes: ['listGrants'],
    onDone: () => setHolder(''),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ ...where, kind, holder: holder.trim(), body: { permission } });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="add-grant">
        {kind === 'team' ? (
          <TeamChoice namespace={where.namespace} value={holder} onChoose={setHolder} />
        ) : (
          <TextInput
            label="Name"
            value={holder}
            onChange={({ currentTarget: { value } }) => setHolder(value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <ExplainedSelect
          label="May"
          choices={PERMISSIONS}
          value={permission}
          onChange={setPermission}
        />
        <Button type="submit" disabled={holder.trim() === ''} isBusy={change.isPending}>
          Add
        </Button>
      </div>
      <FormError error={change.error} />
    </form>
  );
}

function TeamChoice(props: {
  readonly namespace: string;
  readonly value: string;
  readonly onChoose: (team: string) => void;
}): ReactNode {
  const { namespace, value, onChoose } = props;
  const teams = useList('listTeams', { namespace, limit: 1000 });
  return (
    <Select
      label="Team"
      placeholder={teams.items?.length === 0 ? 'No teams yet' : 'Choose'}
      data={(teams.items ?? []).map(({ name }) => name)}
      value={value === '' ? null : value}
      onChange={(team) => onChoose(team ?? '')}
      searchable
    />
  );
}
