import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';

export function AdminHealth(): ReactNode {
  const { data, error } = useOperation('getHealth', {});
  if (error && !data) return <ErrorState error={error} />;
  if (!data) return null;
  return (
    <ul>
      {data.checks.map(({ name, isFine, detail }) => (
        <li key={name}>
          {name}: {isFine ? 'fine' : (detail ?? 'not fine')}
        </li>
      ))}
    </ul>
  );
}
