import { Outlet, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { TabLinks } from '../../design/tab-links.tsx';

/** Title and tabs of a namespace; each tab is a page of its own. */
export function NamespaceFrame(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const namespace = useOperation('getNamespace', { namespace: ns });
  const isOrganization = namespace.data?.kind === 'organization';
  return (
    <Page
      title={ns}
      lead={namespace.data?.displayName}
      tabs={
        namespace.data && (
          <TabLinks
            label={ns}
            tabs={[
              { text: 'Repositories', to: `/ns/${ns}`, exact: true },
              ...(isOrganization
                ? [
                    { text: 'Members', to: `/ns/${ns}/members` },
                    { text: 'Teams', to: `/ns/${ns}/teams` },
                    { text: 'Tokens', to: `/ns/${ns}/tokens` },
                  ]
                : []),
              { text: 'Plan', to: `/ns/${ns}/plan` },
              { text: 'Settings', to: `/ns/${ns}/settings` },
              { text: 'Audit log', to: `/ns/${ns}/audit` },
            ]}
          />
        )
      }
    >
      {namespace.error && !namespace.data ? (
        <ErrorState error={namespace.error} onRetry={() => void namespace.refetch()} />
      ) : (
        namespace.data && <Outlet />
      )}
    </Page>
  );
}
