import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../data/session.ts';
import { Page } from '../../design/page.tsx';
import { TabLinks } from '../../design/tab-links.tsx';

const TABS = [
  { text: 'Profile', to: '/account', exact: true },
  { text: 'Sign-in and security', to: '/account/security' },
  { text: 'Sessions', to: '/account/sessions' },
  { text: 'Access tokens', to: '/account/tokens' },
];

export function AccountFrame(): ReactNode {
  const { name = '' } = useSession();
  return (
    <Page
      title="Account"
      crumbs={[{ text: name, to: `/ns/${name}` }, { text: 'Account' }]}
      tabs={<TabLinks label="Account" tabs={TABS} />}
    >
      <Outlet />
    </Page>
  );
}
