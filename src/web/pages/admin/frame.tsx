import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../data/session.ts';
import { Missing } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { TabLinks } from '../../design/tab-links.tsx';

const TABS = [
  { text: 'Namespaces and plans', to: '/admin', exact: true },
  { text: 'Users', to: '/admin/users' },
  { text: 'Feeds', to: '/admin/feeds' },
  { text: 'Queue', to: '/admin/queue' },
  { text: 'Storage', to: '/admin/storage' },
  { text: 'Health', to: '/admin/health' },
  { text: 'Identity providers', to: '/admin/identity' },
  { text: 'Audit log', to: '/admin/audit' },
];

/** For administrators of the instance; for others it is not there. */
export function AdminFrame(): ReactNode {
  const { isAdministrator } = useSession();
  if (!isAdministrator) {
    return (
      <Page title="Nothing here">
        <Missing />
      </Page>
    );
  }
  return (
    <Page title="Administration" tabs={<TabLinks label="Administration" tabs={TABS} />}>
      <Outlet />
    </Page>
  );
}
