import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import type { GroupMapping, IdentityProvider, Role } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/error-state.tsx';
import { ExplainedSelect } from '../../design/explained-select.tsx';
import { TextInput } from '../../design/fields.tsx';
import { useFields } from '../../design/use-fields.ts';
import { ROLES } from '../namespace/roles.ts';

/** Which group at the provider makes people members of what here. */
export function ProviderGroups({ provider }: { readonly provider: IdentityProvider }): ReactNode {
  const { name, groups } = provider;
  const [isOpen, setOpen] = useState(false);
  const change = useChange('setIdentityGroups', {
    changes: ['listIdentityProviders'],
    onDone: () => setOpen(false),
  });
  const set = (next: readonly GroupMapping[]): void =>
    change.mutate({ provider: name, body: { groups: next } });
  return (
    <div className="provider-groups">
      {groups.length === 0 ? (
        <p className="muted">No group of it makes anybody a member here.</p>
      ) : (
        <ul aria-label={`Groups of ${name}`}>
          {groups.map((mapping) => (
            <li key={groupText(mapping)}>
              {groupText(mapping)}
              <Button
                small
                look="quiet"
                aria-label={`Take away: ${groupText(mapping)}`}
                onClick={() => set(groups.filter((each) => each !== mapping))}
              >
                ✕
              </Button>
            </li>
          ))}
        </ul>
      )}
      {!isOpen && <FormError error={change.error} />}
      <Button small onClick={() => setOpen(true)}>
        Map a group
      </Button>
      {isOpen && (
        <GroupDialog
          change={change}
          onAdd={(mapping) => set([...groups, mapping])}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

function groupText({ group, organization, role, team }: GroupMapping): string {
  return `${group} → ${organization}, ${role}${team === undefined ? '' : `, team ${team}`}`;
}

function GroupDialog(props: {
  readonly change: { readonly isPending: boolean; readonly error: Error | null };
  readonly onAdd: (mapping: GroupMapping) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { change, onAdd, onClose } = props;
  const { values, bind } = useFields({ group: '', organization: '', team: '' });
  const [role, setRole] = useState<Role>('member');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { group, organization, team } = values;
    onAdd({ group, organization, role, ...(team !== '' && { team }) });
  };
  return (
    <Dialog title="Map a group" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="muted">
          Whoever signs in with this group becomes a member, until it is gone.
        </p>
        <div className="provider-group-form">
          <TextInput label="Group at the provider" required {...bind('group')} />
          <TextInput label="Organization" required {...bind('organization')} />
          <ExplainedSelect
            label="Role"
            isInDialog
            choices={ROLES}
            value={role}
            onChange={setRole}
          />
          <TextInput label="Team (optional)" {...bind('team')} />
        </div>
        <FormError error={change.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" isBusy={change.isPending}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
