import type { FormEvent, ReactNode } from 'react';
import type { Retention } from '../../../api/contract/index.ts';
import { Textarea, TextInput } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';
import type { SettingsPlace } from './place.ts';
import { SaveRow } from './save-row.tsx';
import { patternsOf } from './tag-patterns.ts';
import { useSaveSettings } from './use-save-settings.ts';

/** Which tags are kept; what no rule keeps is deleted by the next clean-up. */
export function RetentionSettings({ where, settings }: SettingsPlace): ReactNode {
  const present = asTyped(settings);
  const { values, bind } = useFields(() => present);
  const change = useSaveSettings();
  const written = retentionOf(values);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ ...where, body: { retention: written } });
  };
  return (
    <Section
      title="Retention"
      lead="With no rule every tag is kept. With rules, a tag that none of them keeps is deleted; images that no tag leads to go after it."
    >
      <form className="form" onSubmit={submit}>
        <TextInput
          className="settings-number"
          label="Keep the newest"
          description="So many tags"
          inputMode="numeric"
          pattern="[0-9]*"
          {...bind('newest')}
        />
        <TextInput
          className="settings-number"
          label="Keep for days"
          description="Tags pushed or pulled within so many days"
          inputMode="numeric"
          pattern="[0-9]*"
          {...bind('days')}
        />
        <Textarea
          className="code-field"
          label="Keep always"
          description="Patterns of tags, one a line; * stands for any text"
          autosize
          minRows={2}
          {...bind('tags')}
        />
        <SaveRow
          change={change}
          isChanged={JSON.stringify(written) !== JSON.stringify(retentionOf(present))}
        />
      </form>
    </Section>
  );
}

interface Typed extends Readonly<Record<string, string>> {
  readonly newest: string;
  readonly days: string;
  readonly tags: string;
}

function asTyped({ retention }: SettingsPlace['settings']): Typed {
  return {
    newest: retention.keepNewest?.toString() ?? '',
    days: retention.keepDays?.toString() ?? '',
    tags: (retention.keepTags ?? []).join('\n'),
  };
}

function retentionOf({ newest, days, tags }: Typed): Retention {
  const keepTags = patternsOf(tags);
  return {
    ...(newest.trim() !== '' && { keepNewest: Number(newest) }),
    ...(days.trim() !== '' && { keepDays: Number(days) }),
    ...(keepTags.length > 0 && { keepTags }),
  };
}
