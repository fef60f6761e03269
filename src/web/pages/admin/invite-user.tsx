import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { CopyBox } from '../../design/copy-box.tsx';
import { FormError } from '../../design/error-state.tsx';
import { TextInput } from '../../design/fields.tsx';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';

/** Nobody signs up by themselves: an account is made by whoever has such a link. */
export function InviteUser(): ReactNode {
  const [email, setEmail] = useState('');
  const change = useChange('inviteUser', { onDone: () => setEmail('') });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const address = email.trim();
    change.mutate({ body: { ...(address !== '' && { email: address }) } });
  };
  return (
    <Section title="Invite" lead="Makes a link that works once, to an account of one’s own.">
      <form className="stack" onSubmit={submit}>
        <div className="admin-invite">
          <TextInput
            label="E-mail address (optional)"
            type="email"
            autoComplete="off"
            value={email}
            onChange={({ currentTarget: { value } }) => setEmail(value)}
          />
          <Button type="submit" isBusy={change.isPending}>
            Make a link
          </Button>
        </div>
        <FormError error={change.error} />
      </form>
      {change.data && (
        <Notice kind="good" title="Send this link; it is shown only now">
          <CopyBox label="Invitation link" text={change.data.url} />
          <p className="muted">
            It ends <Ago at={change.data.expiresAt} />.
          </p>
        </Notice>
      )}
    </Section>
  );
}
