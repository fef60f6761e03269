import type { ReactNode } from 'react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FormError } from './error-state.tsx';
import { TextInput } from './fields.tsx';

interface ConfirmDialogProps {
  /** The question: "Delete acme/shop?" */
  readonly title: string;
  /** What happens, and that it cannot be taken back. */
  readonly children: ReactNode;
  /** Of the button: "Delete this repository". */
  readonly action: string;
  /** To be typed, for what cannot be taken back; absent: one click is enough. */
  readonly name?: string;
  readonly isBusy?: boolean;
  readonly error?: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is gone. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, children, action, name, isBusy = false, error = null, onConfirm, onClose } = props;
  const [typed, setTyped] = useState('');
  const isMeant = name === undefined || typed === name;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isMeant && !isBusy) onConfirm();
        }}
      >
        <div>{children}</div>
        {name !== undefined && (
          <TextInput
            label={`Type ${name} to confirm`}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
        <FormError error={error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" type="submit" isBusy={isBusy} disabled={!isMeant}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
