import { useNavigate } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';
import { TextInput } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import type { Where } from './place.ts';
import { fullName } from './place.ts';

export function DangerZone({ where }: { readonly where: Where }): ReactNode {
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const name = fullName(where);
  const change = useChange('deleteRepository', {
    changes: ['listRepositories'],
    onDone: () => void navigate({ to: '/ns/$ns', params: { ns: where.namespace } }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed === name) change.mutate(where);
  };
  return (
    <Section title="Danger zone">
      <form className="form danger-zone" onSubmit={submit}>
        <p>
          Deletes the repository with all its tags, images and reports. It cannot be brought back.
        </p>
        <TextInput
          label={`Type ${name} to confirm`}
          value={typed}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
          autoComplete="off"
          spellCheck={false}
        />
        <FormError error={change.error} />
        <div className="row">
          <Button look="danger" type="submit" disabled={typed !== name} isBusy={change.isPending}>
            Delete this repository
          </Button>
        </div>
      </form>
    </Section>
  );
}
