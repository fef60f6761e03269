import type { ReactNode } from 'react';
import { useState } from 'react';
import { useChange } from '../../data/operation.ts';
import { useSession } from '../../data/session.ts';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';

/** The token of the link stands after `#`. */
export function AcceptInvitation(): ReactNode {
  const session = useSession();
  const [token] = useState(() => window.location.hash.slice(1));
  const change = useChange('acceptInvitation', {
    onDone: () => window.location.assign('/'),
  });
  return (
    <Page title="You are invited" narrow>
      <p>{session.kind === 'user' ? `Accept it as ${session.name}.` : 'Sign in to accept it.'}</p>
      <FormError error={change.error} />
      <div>
        <Button
          look="primary"
          isBusy={change.isPending}
          disabled={session.kind !== 'user'}
          onClick={() => change.mutate({ body: { token } })}
        >
          Accept
        </Button>
      </div>
    </Page>
  );
}
