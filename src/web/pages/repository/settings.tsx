import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';

export function Settings(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const where = { namespace: ns, repository: repo };
  const settings = useOperation('getRepositorySettings', where);
  const activation = useOperation('getActivation', where);
  const error = settings.error ?? activation.error;
  if (error) return <ErrorState error={error} />;
  return (
    <>
      <Section title="Image analysis">
        <p>{activation.data?.isActive === true ? 'Active' : 'Off'}</p>
      </Section>
      <Section title="Visibility">
        <p>{settings.data?.visibility}</p>
      </Section>
    </>
  );
}
