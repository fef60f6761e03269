import './settings.css';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { AboutSettings } from './about-settings.tsx';
import { AnalysisSettings } from './analysis-settings.tsx';
import { DangerZone } from './danger-zone.tsx';
import { ImmutableTagsSettings } from './immutable-tags-settings.tsx';
import { RetentionSettings } from './retention-settings.tsx';
import { VisibilitySettings } from './visibility-settings.tsx';

export function Settings(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const where = { namespace: ns, repository: repo };
  const repository = useOperation('getRepository', where).data;
  const settings = useOperation('getRepositorySettings', where);
  if (settings.error && !settings.data) {
    return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  }
  if (!repository || !settings.data) return null;
  const place = { where, settings: settings.data };
  return (
    <div className="settings">
      <AnalysisSettings where={where} rights={repository.rights} />
      <AboutSettings {...place} />
      <VisibilitySettings {...place} />
      <ImmutableTagsSettings {...place} />
      <RetentionSettings {...place} />
      {repository.rights.includes('repository.delete') && <DangerZone where={where} />}
    </div>
  );
}
