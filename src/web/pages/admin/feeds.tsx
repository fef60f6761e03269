import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';

export function AdminFeeds(): ReactNode {
  const { data, error } = useOperation('getAdvisories', {});
  if (error && !data) return <ErrorState error={error} />;
  if (!data) return null;
  return (
    <p>
      Snapshot #{data.number}, {data.namespaces} namespaces.
    </p>
  );
}
