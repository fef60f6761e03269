import type { ReactNode } from 'react';
import type { Snapshot } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';

/** What another active snapshot makes different. */
export const SNAPSHOT_CHANGES = ['listSnapshots', 'getFeedsStatus', 'getAdvisories'] as const;

interface SnapshotQuestionProps {
  readonly snapshot: Snapshot;
  readonly active: number;
  readonly onClose: () => void;
}

/** Whether another snapshot shall be the active one, and what that means. */
export function SnapshotQuestion({
  snapshot: { number, held },
  active,
  onClose,
}: SnapshotQuestionProps): ReactNode {
  const activate = useChange('activateSnapshot', { changes: SNAPSHOT_CHANGES, onDone: onClose });
  const isNewer = number > active;
  return (
    <ConfirmDialog
      title={isNewer ? `Activate snapshot #${number}?` : `Go back to snapshot #${number}?`}
      action={isNewer ? 'Activate it' : 'Go back and pin it'}
      isBusy={activate.isPending}
      error={activate.error}
      onConfirm={() => activate.mutate({ body: { number } })}
      onClose={onClose}
    >
      {held && (
        <ul>
          {held.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <p>
        {isNewer
          ? 'New analyses and re-evaluations use it from now on.'
          : 'It counts again, under a new number, and stays until you unpin it: what was learned since then is missing in reports.'}
      </p>
    </ConfirmDialog>
  );
}
