import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { BackFill } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';
import { NumberInput, Radio } from '../../design/fields.tsx';
import type { Where } from './place.ts';

const NEWEST = 10;
const MOST = 10_000;

/** Activation, with what happens to the tags that are there. */
export function Activate({ where }: { readonly where: Where }): ReactNode {
  const [kind, setKind] = useState<BackFill['kind']>('newest');
  const [count, setCount] = useState<string | number>(NEWEST);
  const change = useChange('activateAnalysis', {
    changes: ['getActivation', 'getRepository', 'listRepositories', 'listTags', 'getTag'],
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const newest = Math.min(Math.max(Math.trunc(Number(count)) || 1, 1), MOST);
    change.mutate({
      ...where,
      body: { backFill: kind === 'newest' ? { kind, count: newest } : { kind } },
    });
  };
  return (
    <form className="form" onSubmit={submit}>
      <Radio.Group
        label="Tags that are here already"
        value={kind}
        onChange={(value) => setKind(kindOf(value))}
      >
        <div className="stack settings-choices">
          <Radio value="nothing" label="Leave them: analyze what is pushed from now on" />
          <Radio value="newest" label="Analyze the newest" />
          {kind === 'newest' && (
            <NumberInput
              className="settings-number"
              aria-label="How many of the newest tags"
              value={count}
              onChange={setCount}
              min={1}
              max={MOST}
              allowDecimal={false}
            />
          )}
          <Radio value="all" label="Analyze all of them" />
        </div>
      </Radio.Group>
      <FormError error={change.error} />
      <div className="row">
        <Button look="primary" type="submit" isBusy={change.isPending}>
          Activate
        </Button>
      </div>
    </form>
  );
}

function kindOf(value: string): BackFill['kind'] {
  return value === 'all' || value === 'newest' ? value : 'nothing';
}
