import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { SeverityCounts } from '../../design/severity.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { TabLinks } from '../../design/tab-links.tsx';

export interface ImageFrameProps {
  readonly ns: string;
  readonly repo: string;
  readonly reference: string;
  readonly at: 'tags' | 'digests';
  readonly tab: string | undefined;
}

/** Header and tabs of an image. */
export function ImageFrame({ ns, repo, reference, at, tab }: ImageFrameProps): ReactNode {
  const repository = `/r/${ns}/${encodeURIComponent(repo)}`;
  const here = `${repository}/${at}/${reference}`;
  const analysis = useOperation('getAnalysis', { namespace: ns, repository: repo, reference });
  return (
    <Page
      title={`${ns}/${repo}:${reference}`}
      crumbs={[{ text: ns, to: `/ns/${ns}` }, { text: repo, to: repository }, { text: reference }]}
      lead={analysis.data && <StateBadge state={analysis.data.state} />}
      tabs={
        <TabLinks
          label="Report"
          tabs={[
            { text: 'Vulnerabilities', to: here, exact: true },
            { text: 'Packages', to: `${here}/packages` },
            { text: 'Config & files', to: `${here}/config` },
            { text: 'Compare', to: `${here}/compare` },
            { text: 'SBOM & reports', to: `${here}/sbom` },
            { text: 'History', to: `${here}/history` },
          ]}
        />
      }
    >
      {analysis.error && !analysis.data ? (
        <ErrorState error={analysis.error} onRetry={() => void analysis.refetch()} />
      ) : (
        <section aria-label={tab ?? 'vulnerabilities'}>
          {analysis.data?.counts && <SeverityCounts counts={analysis.data.counts} />}
        </section>
      )}
    </Page>
  );
}
