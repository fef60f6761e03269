import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';

/** The end of a form of settings: what went wrong, the button, and that it is saved. */
export function SaveRow(props: {
  readonly change: {
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly isSuccess: boolean;
  };
  /** Something was written that is not saved. */
  readonly isChanged: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  const { change, isChanged, children = 'Save' } = props;
  return (
    <>
      <FormError error={change.error} />
      <div className="row">
        <Button type="submit" disabled={!isChanged} isBusy={change.isPending}>
          {children}
        </Button>
        <span role="status" className="settings-saved">
          {change.isSuccess && !isChanged && 'Saved'}
        </span>
      </div>
    </>
  );
}
