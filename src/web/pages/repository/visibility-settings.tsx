import type { ReactNode } from 'react';
import { FormError } from '../../design/error-state.tsx';
import { Radio, Switch } from '../../design/fields.tsx';
import { Section } from '../../design/page.tsx';
import type { SettingsPlace } from './place.ts';
import { useSaveSettings } from './use-save-settings.ts';

/** Who may see it without a permission, and whether its results with it. */
export function VisibilitySettings({ where, settings }: SettingsPlace): ReactNode {
  const change = useSaveSettings();
  const { visibility, publishesResults } = settings;
  return (
    <Section title="Visibility">
      <div className="form">
        <Radio.Group
          aria-label="Visibility"
          value={visibility}
          onChange={(value) =>
            change.mutate({
              ...where,
              body: { visibility: value === 'public' ? 'public' : 'private' },
            })
          }
        >
          <div className="stack settings-choices">
            <Radio
              value="private"
              label="Private"
              description="Only who has a permission sees that it is there"
            />
            <Radio
              value="public"
              label="Public"
              description="Everybody sees and pulls it, without signing in too"
            />
          </div>
        </Radio.Group>
        <Switch
          checked={publishesResults}
          disabled={visibility === 'private'}
          label="Publish results"
          description={
            visibility === 'private'
              ? 'Only of a public repository'
              : 'Everybody sees the reports of its images too'
          }
          onChange={({ currentTarget: { checked } }) =>
            change.mutate({ ...where, body: { publishesResults: checked } })
          }
        />
        <FormError error={change.error} />
      </div>
    </Section>
  );
}
