import { Outlet, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Namespace } from '../../../api/contract/index.ts';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { TabLinks } from '../../design/tab-links.tsx';

/** Title and tabs of a namespace; each tab is a page of its own. */
export function NamespaceFrame(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const namespace = useOperation('getNamespace', { namespace: ns });
  const { data } = namespace;
  return (
    <Page
      title={ns}
      lead={data && data.displayName !== ns ? data.displayName : undefined}
      tabs={data && <TabLinks label={ns} tabs={tabsOf(data)} />}
    >
      {namespace.error && !data ? (
        <ErrorState error={namespace.error} onRetry={() => void namespace.refetch()} />
      ) : (
        data && <Outlet />
      )}
    </Page>
  );
}

interface Tab {
  readonly text: string;
  readonly to: string;
  readonly exact?: boolean;
}

/** What one's role lets one open; the server decides again. */
function tabsOf({ name, kind, role }: Namespace): readonly Tab[] {
  const at = `/ns/${name}`;
  const tabs: Tab[] = [{ text: 'Repositories', to: at, exact: true }];
  const add = (text: string, tab: string): void => void tabs.push({ text, to: `${at}/${tab}` });
  if (role === undefined) return tabs;
  const isOwner = role === 'owner';
  if (kind === 'organization') {
    add('Members', 'members');
    add('Teams', 'teams');
    if (isOwner) add('Tokens', 'tokens');
  }
  add('Plan', 'plan');
  if (isOwner || role === 'editor') add('Settings', 'settings');
  if (isOwner) add('Audit log', 'audit');
  return tabs;
}
