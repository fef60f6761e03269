import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import type { Where } from './place.ts';
import { PushCommands } from './push-commands.tsx';

/** How the first tag gets here, for those who may push it. */
export function NoTags({ where }: { readonly where: Where }): ReactNode {
  const { data } = useOperation('getRepository', where);
  if (!data?.rights.includes('repository.push')) {
    return <EmptyState title="No tags yet">Nothing has been pushed here.</EmptyState>;
  }
  return (
    <EmptyState title="No tags yet">
      <div className="stack">
        <p>Push an image; its tag is here at once.</p>
        <PushCommands pull={data.pull} />
      </div>
    </EmptyState>
  );
}
