import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { useChange, useList } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { Select } from '../../design/fields.tsx';

interface TeamMembersProps {
  readonly namespace: string;
  readonly team: string;
  readonly mayChange: boolean;
}

/** What a team's row opens to: who is in it, and for owners, changing that. */
export function TeamMembers({ namespace, team, mayChange }: TeamMembersProps): ReactNode {
  const list = useList('listTeamMembers', { namespace, team });
  const remove = useChange('removeTeamMember', { changes: ['listTeamMembers', 'listTeams'] });
  const end = useChange('deleteTeam', { changes: ['listTeams'] });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <div className="team-members">
      {list.items?.length === 0 && <p className="muted">Nobody is in this team yet.</p>}
      <ul aria-label={`Members of ${team}`}>
        {(list.items ?? []).map(({ name }) => (
          <li key={name}>
            {name}
            {mayChange && (
              <Button
                small
                look="quiet"
                aria-label={`Remove ${name} from ${team}`}
                onClick={() => remove.mutate({ namespace, team, user: name })}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button small onClick={list.loadMore} isBusy={list.isLoadingMore}>
          Show more
        </Button>
      )}
      {mayChange && <AddMember namespace={namespace} team={team} />}
      <FormError error={remove.error ?? end.error} />
      {mayChange && (
        <div className="row">
          <Button
            small
            look="danger"
            isBusy={end.isPending}
            onClick={() => end.mutate({ namespace, team })}
          >
            Delete this team
          </Button>
          <span className="muted">Its members stay in {namespace}, without what it gave them.</span>
        </div>
      )}
    </div>
  );
}

function AddMember(props: { readonly namespace: string; readonly team: string }): ReactNode {
  const { namespace, team } = props;
  const [user, setUser] = useState<string | null>(null);
  const members = useList('listMembers', { namespace, limit: 1000 });
  const add = useChange('addTeamMember', {
    changes: ['listTeamMembers', 'listTeams'],
    onDone: () => setUser(null),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (user !== null) add.mutate({ namespace, team, user });
  };
  return (
    <form className="inline-form" onSubmit={submit}>
      <Select
        size="xs"
        aria-label={`Member to add to ${team}`}
        placeholder="Choose a member"
        data={(members.items ?? []).map(({ name }) => name)}
        value={user}
        onChange={setUser}
        searchable
      />
      <Button small type="submit" disabled={user === null} isBusy={add.isPending}>
        Add
      </Button>
      <FormError error={add.error} />
    </form>
  );
}
