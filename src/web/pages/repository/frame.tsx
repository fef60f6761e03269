import { Outlet, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFollow } from '../../data/follow.ts';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { TabLinks } from '../../design/tab-links.tsx';
import { RepositoryMarks } from './repository-marks.tsx';

/** Title and tabs of a repository; each tab is a page of its own. */
export function RepositoryFrame(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const repository = useOperation('getRepository', { namespace: ns, repository: repo });
  const isLive = repository.data?.rights.includes('repository.results.read') ?? false;
  useFollow(ns, repo, isLive);
  return (
    <Page
      title={`${ns}/${repo}`}
      heading={
        <>
          {repo}
          {repository.data && <RepositoryMarks repository={repository.data} />}
        </>
      }
      crumbs={[{ text: ns, to: `/ns/${ns}` }, { text: repo }]}
      lead={repository.data?.description}
      tabs={repository.data && <Tabs ns={ns} repo={repo} rights={repository.data.rights} />}
    >
      {repository.error && !repository.data ? (
        <ErrorState error={repository.error} onRetry={() => void repository.refetch()} />
      ) : (
        repository.data && <Outlet />
      )}
    </Page>
  );
}

function Tabs(props: {
  readonly ns: string;
  readonly repo: string;
  readonly rights: readonly string[];
}): ReactNode {
  const { ns, repo, rights } = props;
  const mayChange = rights.includes('repository.settings.write');
  const namespace = useOperation('getNamespace', { namespace: ns }, { enabled: mayChange });
  const at = (tab: string): string => `/r/${ns}/${encodeURIComponent(repo)}${tab}`;
  return (
    <TabLinks
      label={`${ns}/${repo}`}
      tabs={[
        { text: 'General', to: at(''), exact: true },
        { text: 'Tags', to: at('/tags') },
        ...(mayChange && namespace.data
          ? [
              { text: HOLDERS[namespace.data.kind], to: at('/access') },
              { text: 'Webhooks', to: at('/webhooks') },
              { text: 'Settings', to: at('/settings') },
            ]
          : []),
      ]}
    />
  );
}

/** Who else may use it. */
const HOLDERS = { personal: 'Collaborators', organization: 'Teams' } as const;
