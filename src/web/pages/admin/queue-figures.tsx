import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Queue } from '../../../api/contract/index.ts';
import { Figures } from '../../design/figures.tsx';

/** How many wait, run and failed; each leads to its list. */
export function QueueFigures({ queue }: { readonly queue: Queue | undefined }): ReactNode {
  return (
    <Figures
      figures={[
        { label: 'Waiting', value: counted('waiting', queue?.waiting) },
        { label: 'Working', value: counted('working', queue?.working) },
        {
          label: 'Failed',
          value: counted('failed', queue?.failed),
          isBad: (queue?.failed ?? 0) > 0,
        },
      ]}
    />
  );
}

function counted(show: string, count: number | undefined): ReactNode {
  if (count === undefined) return undefined;
  return (
    <Link to="/admin/queue" search={{ show }}>
      {count.toLocaleString('en')}
    </Link>
  );
}
