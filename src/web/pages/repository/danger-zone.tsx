import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useChange } from '../../data/operation.ts';
import { ConfirmByName } from '../../design/confirm-by-name.tsx';
import { Section } from '../../design/page.tsx';
import type { Where } from './place.ts';

export function DangerZone({ where }: { readonly where: Where }): ReactNode {
  const navigate = useNavigate();
  const change = useChange('deleteRepository', {
    changes: ['listRepositories'],
    onDone: () => void navigate({ to: '/ns/$ns', params: { ns: where.namespace } }),
  });
  return (
    <Section title="Danger zone">
      <ConfirmByName
        name={`${where.namespace}/${where.repository}`}
        deed="Delete this repository"
        change={change}
        onConfirm={() => change.mutate(where)}
      >
        Deletes the repository with all its tags, images and reports. It cannot be brought back.
      </ConfirmByName>
    </Section>
  );
}
