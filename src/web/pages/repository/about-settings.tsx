import type { FormEvent, ReactNode } from 'react';
import { Textarea, TextInput } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';
import type { SettingsPlace } from './place.ts';
import { SaveRow } from './save-row.tsx';
import { useSaveSettings } from './use-save-settings.ts';

export function AboutSettings({ where, settings }: SettingsPlace): ReactNode {
  const { description, readme } = settings;
  const { values, bind } = useFields(() => ({ description, readme }));
  const change = useSaveSettings();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ ...where, body: values });
  };
  return (
    <Section title="About">
      <form className="form" onSubmit={submit}>
        <TextInput
          label="Description"
          description="One line, shown in lists"
          maxLength={500}
          {...bind('description')}
        />
        <Textarea
          label="README"
          description="Markdown, shown on the repository’s page"
          className="code-field"
          autosize
          minRows={6}
          maxRows={24}
          {...bind('readme')}
        />
        <SaveRow
          change={change}
          isChanged={values.description !== description || values.readme !== readme}
        />
      </form>
    </Section>
  );
}
