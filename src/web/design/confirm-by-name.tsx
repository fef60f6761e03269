import './confirm-by-name.css';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { FormError } from './error-state.tsx';
import { TextInput } from './fields.tsx';

/** For what cannot be taken back: its name has to be typed first. */
export function ConfirmByName(props: {
  readonly name: string;
  /** On the button: "Delete this repository". */
  readonly deed: string;
  /** What will be gone. */
  readonly children: ReactNode;
  readonly change: { readonly error: Error | null; readonly isPending: boolean };
  readonly onConfirm: () => void;
}): ReactNode {
  const { name, deed, children, change, onConfirm } = props;
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed === name) onConfirm();
  };
  return (
    <form className="form confirm-by-name" onSubmit={submit}>
      <p>{children}</p>
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
          {deed}
        </Button>
      </div>
    </form>
  );
}
