import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { Invitation, NewInvitation, Role } from '../../../api/contract/index.ts';
import { useChange, useList } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { CopyBox } from '../../design/copy-box.tsx';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { FormError } from '../../design/error-state.tsx';
import { ExplainedSelect } from '../../design/explained-select.tsx';
import { TextInput } from '../../design/fields.tsx';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import { ROLES } from './roles.ts';

/** New members come by a link that works once; whoever has it can join, so it is shown once too. */
export function Invitations({ namespace }: { readonly namespace: string }): ReactNode {
  const [made, setMade] = useState<NewInvitation>();
  const list = useList('listInvitations', { namespace });
  const withdraw = useChange('withdrawInvitation', { changes: ['listInvitations'] });
  const columns = columnsOf(({ id }) => withdraw.mutate({ namespace, id }));
  return (
    <Section title="Invite" lead="Makes a link that works once. Send it to whom it is for.">
      <InviteForm namespace={namespace} onMade={setMade} />
      {made && (
        <Notice kind="good" title="Send this link; it is shown only now">
          <CopyBox label="Invitation link" text={made.url} />
        </Notice>
      )}
      <FormError error={withdraw.error} />
      {list.items && list.items.length > 0 && (
        <DataTable
          label="Invitations that nobody has taken yet"
          columns={columns}
          rows={list.items}
          keyOf={({ id }) => id}
          more={list}
          empty={null}
        />
      )}
    </Section>
  );
}

function InviteForm(props: {
  readonly namespace: string;
  readonly onMade: (made: NewInvitation) => void;
}): ReactNode {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const change = useChange('inviteMember', {
    changes: ['listInvitations'],
    onDone: (made) => {
      setEmail('');
      props.onMade(made);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const address = email.trim();
    change.mutate({
      namespace: props.namespace,
      body: { role, ...(address !== '' && { email: address }) },
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="inline-form">
        <TextInput
          label="E-mail address (optional)"
          type="email"
          value={email}
          onChange={({ currentTarget: { value } }) => setEmail(value)}
        />
        <ExplainedSelect label="Role" choices={ROLES} value={role} onChange={setRole} />
        <Button type="submit" isBusy={change.isPending}>
          Make a link
        </Button>
      </div>
      <FormError error={change.error} />
    </form>
  );
}

function columnsOf(onWithdraw: (invitation: Invitation) => void): readonly Column<Invitation>[] {
  return [
    {
      id: 'email',
      title: 'Waiting for',
      isTitle: true,
      cell: ({ email }) => email ?? 'whoever has the link',
    },
    { id: 'role', title: 'Role', width: '110px', cell: ({ role }) => role },
    { id: 'by', title: 'Invited by', width: '160px', cell: ({ invitedBy }) => invitedBy },
    {
      id: 'expires',
      title: 'Ends',
      width: '140px',
      cell: ({ expiresAt }) => <Ago at={expiresAt} />,
    },
    {
      id: 'withdraw',
      title: 'Withdraw',
      hidesTitle: true,
      width: '110px',
      align: 'right',
      cell: (invitation) => (
        <Button small look="quiet" onClick={() => onWithdraw(invitation)}>
          Withdraw
        </Button>
      ),
    },
  ];
}
