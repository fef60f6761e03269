import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { User } from '../../../api/contract/index.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { Menu } from '../../design/fields.tsx';
import { Ago } from '../../design/quantities.tsx';

/** What an administrator can do with another person. */
export interface UserDeeds {
  readonly onBlock: (user: User) => void;
  readonly onUnblock: (user: User) => void;
  readonly onSetAdministrator: (user: User, isAdministrator: boolean) => void;
  readonly onDelete: (user: User) => void;
}

/** `me`: who nobody can lock out but somebody else. */
export function userColumns(me: string, deeds: UserDeeds): readonly Column<User>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: '260px',
      isTitle: true,
      sort: 'server',
      cell: (user) => <Name user={user} />,
    },
    { id: 'person', title: 'Person', cell: (user) => <Person user={user} /> },
    {
      id: 'second',
      title: 'Second step',
      width: '120px',
      cell: ({ hasSecondStep }) => (hasSecondStep ? 'set up' : 'none'),
    },
    {
      id: 'seenAt',
      title: 'Seen',
      width: '120px',
      sort: 'server',
      cell: ({ seenAt }) => (seenAt === undefined ? 'never' : <Ago at={seenAt} />),
    },
    {
      id: 'createdAt',
      title: 'Since',
      width: '120px',
      sort: 'server',
      cell: ({ createdAt }) => <Ago at={createdAt} />,
    },
    {
      id: 'change',
      title: 'Change',
      hidesTitle: true,
      width: '110px',
      align: 'right',
      cell: (user) =>
        user.name === me ? (
          <span className="muted">this is you</span>
        ) : (
          <UserMenu user={user} deeds={deeds} />
        ),
    },
  ];
}

function Name({ user }: { readonly user: User }): ReactNode {
  return (
    <span className="row">
      <Link className="admin-name" to="/ns/$ns" params={{ ns: user.name }}>
        {user.name}
      </Link>
      {user.isAdministrator && <Badge>administrator</Badge>}
      {user.isBlocked && <Badge kind="bad">blocked</Badge>}
    </span>
  );
}

function Person({ user: { name, displayName, email } }: { readonly user: User }): ReactNode {
  const words = [displayName === name ? '' : displayName, email ?? ''].filter(
    (each) => each !== '',
  );
  return words.length === 0 ? <span className="muted">no e-mail address</span> : words.join(', ');
}

function UserMenu({ user, deeds }: { readonly user: User; readonly deeds: UserDeeds }): ReactNode {
  const { name, isBlocked, isAdministrator } = user;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button small look="quiet" aria-label={`Change ${name}`}>
          Change
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => deeds.onSetAdministrator(user, !isAdministrator)}>
          {isAdministrator ? 'Take administration away' : 'Make an administrator'}
        </Menu.Item>
        <Menu.Item onClick={() => (isBlocked ? deeds.onUnblock(user) : deeds.onBlock(user))}>
          {isBlocked ? 'Unblock' : 'Block'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => deeds.onDelete(user)}>Delete</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
