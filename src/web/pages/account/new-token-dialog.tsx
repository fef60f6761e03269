import './new-token-dialog.css';
import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import type { Operations, Scope } from '../../../api/contract/index.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Checkbox, TextInput } from '../../design/fields.tsx';
import { FilterSelect } from '../../design/filter-bar.tsx';

export type NewTokenBody = Operations['createToken']['input']['body'];

const SCOPES: readonly (readonly [scope: Scope, words: string])[] = [
  ['pull', 'Pull images'],
  ['push', 'Push images'],
  ['read-results', 'Read results of analyses'],
  ['admin', 'Everything else that you may: settings, members, tokens'],
];

const ENDS = [
  { value: '7', text: 'in 7 days' },
  { value: '30', text: 'in 30 days' },
  { value: '90', text: 'in 90 days' },
  { value: '365', text: 'in a year' },
] as const;

/** What it is called, what it may, and when it ends. The least is chosen already. */
export function NewTokenDialog(props: {
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onCreate: (body: NewTokenBody) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { isBusy, error, onCreate, onClose } = props;
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['pull']);
  const [days, setDays] = useState<string | undefined>('90');
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    onCreate({ name, scopes, ...(days !== undefined && { expiresInDays: Number(days) }) });
  };
  return (
    <Dialog title="New token" onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <TextInput
          label="Name"
          description="What uses it: “laptop”, “pipeline of the shop”."
          required
          autoFocus
          autoComplete="off"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <ScopeBoxes scopes={scopes} onChange={setScopes} />
        <div>
          <FilterSelect label="Ends" none="never" value={days} options={ENDS} onChange={setDays} />
        </div>
        <FormError error={error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" type="submit" isBusy={isBusy} disabled={scopes.length === 0}>
            Make the token
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function ScopeBoxes(props: {
  readonly scopes: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
}): ReactNode {
  const { scopes, onChange } = props;
  return (
    <fieldset className="scope-boxes">
      <legend>What it may do</legend>
      {SCOPES.map(([scope, words]) => (
        <Checkbox
          key={scope}
          label={words}
          checked={scopes.includes(scope)}
          onChange={({ currentTarget: { checked } }) =>
            onChange(checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
          }
        />
      ))}
    </fieldset>
  );
}
