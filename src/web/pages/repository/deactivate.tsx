import type { ReactNode } from 'react';
import { useState } from 'react';
import { useChange, useOperation } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import type { Where } from './place.ts';

/** Asks once more: nothing is lost, but nothing is kept up to date either. */
export function Deactivate({ where }: { readonly where: Where }): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const { data } = useOperation('getActivation', where);
  const change = useChange('deactivateAnalysis', {
    changes: ['getActivation', 'getRepository', 'listRepositories', 'listTags', 'getTag'],
  });
  const queued = data?.queued ?? 0;
  return (
    <div className="stack">
      {queued > 0 && (
        <p role="status">
          {queued === 1 ? 'One image that was here is' : `${queued} images that were here are`}{' '}
          queued; the tags show how far each is.
        </p>
      )}
      <div className="row">
        <Button onClick={() => setAsking(true)}>Deactivate ...</Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title="Deactivate image analysis?"
          action="Deactivate"
          isBusy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate(where)}
          onClose={() => setAsking(false)}
        >
          Reports that are there stay, marked as not updated since. Pushes are no longer analyzed.
        </ConfirmDialog>
      )}
    </div>
  );
}
