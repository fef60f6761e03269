import { useNavigate } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Checkbox, TextInput } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';

/** A repository before its first push: to set it up, or to let others push to it. */
export function NewRepository({ namespace }: { readonly namespace: string }): ReactNode {
  const [isPublic, setPublic] = useState(false);
  const { values, bind } = useFields({ name: '', description: '' });
  const navigate = useNavigate();
  const change = useChange('createRepository', {
    changes: ['listRepositories'],
    onDone: () =>
      void navigate({ to: '/r/$ns/$repo', params: { ns: namespace, repo: values.name.trim() } }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { name, description } = values;
    const visibility = isPublic ? 'public' : 'private';
    change.mutate({ namespace, body: { name: name.trim(), description, visibility } });
  };
  return (
    <Section title="New repository" lead="A push makes one by itself; here it is made before.">
      <form className="stack" onSubmit={submit}>
        <div className="inline-form">
          <TextInput label="Name" autoComplete="off" spellCheck={false} {...bind('name')} />
          <TextInput label="Description" {...bind('description')} />
          <Button type="submit" disabled={values.name.trim() === ''} isBusy={change.isPending}>
            Create
          </Button>
        </div>
        <Checkbox
          label="Public: everybody sees and pulls it"
          checked={isPublic}
          onChange={({ currentTarget: { checked } }) => setPublic(checked)}
        />
        <FormError error={change.error} />
      </form>
    </Section>
  );
}
