import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';

export function NamespacePlan(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const { data, error } = useOperation('getPlan', { namespace: ns });
  if (error && !data) return <ErrorState error={error} />;
  if (!data) return null;
  return (
    <p>
      Plan: {data.plan}. Image analysis: {data.analysis}.
    </p>
  );
}
