import type { ReactNode } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';

export function Webhooks(): ReactNode {
  return (
    <EmptyState title="Webhooks come in a later release">
      Until then, programs can follow what happens here with the events of the API.
    </EmptyState>
  );
}
