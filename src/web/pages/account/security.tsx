import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';

export function Security(): ReactNode {
  const { data, error } = useOperation('getAccount', {});
  if (error && !data) return <ErrorState error={error} />;
  if (!data) return null;
  return <p>One-time codes are {data.hasSecondStep ? 'on' : 'off'}.</p>;
}
