import type { FormEvent, ReactNode } from 'react';
import { Textarea } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';
import type { SettingsPlace } from './place.ts';
import { SaveRow } from './save-row.tsx';
import { patternsOf } from './tag-patterns.ts';
import { useSaveSettings } from './use-save-settings.ts';

export function ImmutableTagsSettings({ where, settings }: SettingsPlace): ReactNode {
  const present = settings.immutableTags.join('\n');
  const { values, bind } = useFields(() => ({ patterns: present }));
  const change = useSaveSettings();
  const written = patternsOf(values.patterns);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ ...where, body: { immutableTags: written } });
  };
  return (
    <Section
      title="Immutable tags"
      lead="Tags that, once pushed, always point to the same image. A push of another one to them is refused."
    >
      <form className="form" onSubmit={submit}>
        <Textarea
          className="code-field"
          label="Patterns"
          description="One a line; * stands for any text. Example: v*"
          autosize
          minRows={2}
          {...bind('patterns')}
        />
        <SaveRow change={change} isChanged={written.join('\n') !== present} />
      </form>
    </Section>
  );
}
