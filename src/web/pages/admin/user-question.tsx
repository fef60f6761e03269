import type { ReactNode } from 'react';
import type { User } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { useToast } from '../../design/toast.tsx';

/** What shuts somebody out, and is asked about first. */
export interface AskedDeed {
  readonly deed: 'block' | 'delete';
  readonly user: User;
}

interface QuestionProps {
  readonly asked: AskedDeed;
  readonly onClose: () => void;
}

export function UserQuestion({ asked, onClose }: QuestionProps): ReactNode {
  const { deed, user } = asked;
  return deed === 'block' ? (
    <Block name={user.name} onClose={onClose} />
  ) : (
    <Delete name={user.name} onClose={onClose} />
  );
}

interface NameProps {
  readonly name: string;
  readonly onClose: () => void;
}

function Block({ name, onClose }: NameProps): ReactNode {
  const say = useToast();
  const change = useChange('updateUser', {
    changes: ['listUsers'],
    onDone: () => {
      say({ kind: 'good', text: `${name} is blocked` });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Block ${name}?`}
      action="Block"
      isBusy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ name, body: { isBlocked: true } })}
      onClose={onClose}
    >
      {name} is signed out everywhere and cannot sign in, push or pull, with the password or with a
      token. What {name} has stays. It can be taken back.
    </ConfirmDialog>
  );
}

function Delete({ name, onClose }: NameProps): ReactNode {
  const say = useToast();
  const change = useChange('deleteUser', {
    changes: ['listUsers', 'listAllNamespaces'],
    onDone: () => {
      say({ kind: 'good', text: `${name} is deleted` });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      action="Delete this user"
      name={name}
      isBusy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ name })}
      onClose={onClose}
    >
      Deletes the account and the namespace {name} with its repositories, images and reports. It
      cannot be brought back.
    </ConfirmDialog>
  );
}
