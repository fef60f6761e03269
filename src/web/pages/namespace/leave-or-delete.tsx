import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Namespace } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';

/** The ways out of an organization: one's own, and everybody's. */
export function LeaveOrDelete({ namespace }: { readonly namespace: Namespace }): ReactNode {
  const navigate = useNavigate();
  const toStart = (): void => void navigate({ to: '/' });
  const leave = useChange('leaveOrganization', {
    changes: ['listNamespaces', 'listRepositories'],
    onDone: toStart,
  });
  return (
    <Section title="Danger zone">
      <div className="row">
        <Button
          isBusy={leave.isPending}
          onClick={() => leave.mutate({ namespace: namespace.name })}
        >
          Leave {namespace.name}
        </Button>
        <span className="muted">Its last owner cannot.</span>
      </div>
      <FormError error={leave.error} />
      {namespace.role === 'owner' && <DeleteOrganization name={namespace.name} onDone={toStart} />}
    </Section>
  );
}

function DeleteOrganization(props: {
  readonly name: string;
  readonly onDone: () => void;
}): ReactNode {
  const { name, onDone } = props;
  const [isAsking, setAsking] = useState(false);
  const change = useChange('deleteNamespace', {
    changes: ['listNamespaces', 'listRepositories'],
    onDone,
  });
  return (
    <>
      <p className="measure">
        Deletes the organization with all its repositories, images and reports. It cannot be brought
        back.
      </p>
      <div className="row">
        <Button look="danger" onClick={() => setAsking(true)}>
          Delete this organization ...
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          action="Delete this organization"
          name={name}
          isBusy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate({ namespace: name })}
          onClose={() => setAsking(false)}
        >
          All its repositories, images and reports are gone then, and cannot be brought back.
        </ConfirmDialog>
      )}
    </>
  );
}
