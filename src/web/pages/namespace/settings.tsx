import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';

export function NamespaceSettings(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const { data, error } = useOperation('getNamespaceSettings', { namespace: ns });
  if (error && !data) return <ErrorState error={error} />;
  if (!data) return null;
  return (
    <p>
      {data.displayName}. New repositories begin with analysis{' '}
      {data.activatesNewRepositories ? 'active' : 'off'}.
    </p>
  );
}
