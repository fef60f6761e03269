import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';

export function AdminQueue(): ReactNode {
  const { data, error } = useOperation('getQueue', {});
  if (error && !data) return <ErrorState error={error} />;
  if (!data) return null;
  return (
    <p>
      {data.waiting} wait, {data.working} run, {data.failed} failed.
    </p>
  );
}
