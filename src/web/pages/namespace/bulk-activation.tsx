import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { BulkActivation as Outcome } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Checkbox, TextInput } from '../../design/fields.tsx';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';

const CHANGED = ['listRepositories', 'getActivation', 'getRepository', 'listTags'] as const;

/** The switch of many repositories at once, by a pattern of their names. */
export function BulkActivation({ namespace }: { readonly namespace: string }): ReactNode {
  const [pattern, setPattern] = useState('*');
  const [isBackFilled, setBackFilled] = useState(false);
  const [said, setSaid] = useState<string>();
  const activate = useChange('activateMatching', {
    changes: CHANGED,
    onDone: (outcome) => setSaid(outcomeText(outcome, 'activated')),
  });
  const deactivate = useChange('deactivateMatching', {
    changes: CHANGED,
    onDone: (outcome) => setSaid(outcomeText(outcome, 'deactivated')),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const backFill = { kind: isBackFilled ? 'all' : 'nothing' } as const;
    activate.mutate({ namespace, body: { pattern, backFill } });
  };
  return (
    <Section title="Many repositories at once">
      <form className="form" onSubmit={submit}>
        <TextInput
          label="Repositories"
          description={`After ${namespace}/; * stands for any text`}
          spellCheck={false}
          value={pattern}
          onChange={({ currentTarget: { value } }) => setPattern(value)}
        />
        <Checkbox
          label="Analyze the tags that are there too"
          checked={isBackFilled}
          onChange={({ currentTarget: { checked } }) => setBackFilled(checked)}
        />
        <FormError error={activate.error ?? deactivate.error} />
        {said !== undefined && <Notice kind="good">{said}</Notice>}
        <div className="row">
          <Button type="submit" disabled={pattern === ''} isBusy={activate.isPending}>
            Activate
          </Button>
          <Button
            disabled={pattern === ''}
            isBusy={deactivate.isPending}
            onClick={() => deactivate.mutate({ namespace, body: { pattern } })}
          >
            Deactivate
          </Button>
        </div>
      </form>
    </Section>
  );
}

function outcomeText({ changed, queued = 0 }: Outcome, deed: string): string {
  if (changed.length === 0) return `Nothing to change: no other repository matches.`;
  const count = changed.length === 1 ? '1 repository' : `${changed.length} repositories`;
  return queued === 0 ? `${count} ${deed}.` : `${count} ${deed}, ${queued} images queued.`;
}
