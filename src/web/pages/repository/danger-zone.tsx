import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { Section } from '../../design/page.tsx';
import { useToast } from '../../design/toast.tsx';
import type { Where } from './place.ts';

export function DangerZone({ where }: { readonly where: Where }): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const say = useToast();
  const name = `${where.namespace}/${where.repository}`;
  const change = useChange('deleteRepository', {
    changes: ['listRepositories'],
    onDone: () => {
      say({ kind: 'good', text: `${name} is deleted` });
      void navigate({ to: '/ns/$ns', params: { ns: where.namespace } });
    },
  });
  return (
    <Section
      title="Danger zone"
      lead="Deletes the repository with all its tags, images and reports. It cannot be brought back."
    >
      <div className="row">
        <Button look="danger" onClick={() => setAsking(true)}>
          Delete this repository ...
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          action="Delete this repository"
          name={name}
          isBusy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate(where)}
          onClose={() => setAsking(false)}
        >
          All its tags, images and reports are gone then, and cannot be brought back.
        </ConfirmDialog>
      )}
    </Section>
  );
}
