import type { ReactNode } from 'react';
import { useChange } from '../../data/operation.ts';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import type { Where } from './place.ts';

/** Asks, deletes, and says what of the image is left. */
export function DeleteTag(props: {
  readonly where: Where;
  readonly tag: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { where, tag, onDone, onClose } = props;
  const say = useToast();
  const change = useChange('deleteTag', {
    changes: ['listTags', 'getTag'],
    onDone: ({ otherTags }) => {
      const [other] = otherTags;
      const left = other === undefined ? '' : `; ${other} still leads to its image`;
      say({ kind: 'good', text: `${tag} is deleted${left}` });
      onDone();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Delete the tag ${tag}?`}
      action="Delete the tag"
      isBusy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ ...where, tag })}
      onClose={onClose}
    >
      Nobody can pull {where.namespace}/{where.repository}:{tag} any more. Other tags of the same
      image stay; an image that no tag leads to is removed by the next clean-up.
    </ConfirmDialog>
  );
}
