import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { QueueItem } from '../../../api/contract/index.ts';
import { Button } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { Ago, Digest } from '../../design/quantities.tsx';
import { StateBadge } from '../../design/state-badge.tsx';

/** What can be done with one analysis. */
export interface QueueDeeds {
  readonly onRetry: (item: QueueItem) => void;
  readonly onCancel: (item: QueueItem) => void;
}

export function queueColumns(deeds: QueueDeeds): readonly Column<QueueItem>[] {
  return [
    {
      id: 'image',
      title: 'Image',
      width: '200px',
      isTitle: true,
      cell: ({ digest, platform }) => (
        <div className="admin-two">
          <Digest digest={digest} />
          <span className="admin-second">{platform}</span>
        </div>
      ),
    },
    {
      id: 'namespace',
      title: 'Namespace',
      width: '150px',
      cell: ({ namespace }) => (
        <Link to="/ns/$ns" params={{ ns: namespace }}>
          {namespace}
        </Link>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: '190px',
      cell: ({ state }) => <StateBadge state={state} />,
    },
    { id: 'why', title: 'Reason', cell: (item) => <Reason item={item} /> },
    {
      id: 'attempt',
      title: 'Attempt',
      width: '80px',
      align: 'right',
      cell: ({ attempt, state }) => (state.kind === 'failed' ? state.attempt : attempt),
    },
    {
      id: 'queued',
      title: 'Queued',
      width: '110px',
      align: 'right',
      cell: ({ queuedAt, priority }) => (
        <div className="admin-two">
          <Ago at={queuedAt} />
          {priority === 'back_fill' && <span className="admin-second">back-fill</span>}
        </div>
      ),
    },
    {
      id: 'deed',
      title: 'Action',
      hidesTitle: true,
      width: '90px',
      align: 'right',
      cell: (item) => <Deed item={item} deeds={deeds} />,
    },
  ];
}

function Reason({ item }: { readonly item: QueueItem }): ReactNode {
  const { state, stuck, requestId } = item;
  const failure = state.kind === 'failed' ? state : undefined;
  return (
    <div className="admin-two">
      {failure && <span>{failure.message}</span>}
      {stuck !== undefined && <span>{stuck}</span>}
      <span className="admin-second">
        {failure && (
          <>
            <a href={`/docs/errors#${failure.code}`}>{failure.code}</a> ·{' '}
          </>
        )}
        request <code>{requestId}</code>
        {failure?.nextRetryAt !== undefined && (
          <>
            {' '}
            · next try <Ago at={failure.nextRetryAt} />
          </>
        )}
      </span>
    </div>
  );
}

/** One that failed can be run again; one that waits or runs can be given up. */
function Deed({
  item,
  deeds,
}: {
  readonly item: QueueItem;
  readonly deeds: QueueDeeds;
}): ReactNode {
  const short = item.digest.slice('sha256:'.length, 'sha256:'.length + SHORT);
  if (item.state.kind === 'failed') {
    return (
      <Button small look="quiet" aria-label={`Retry ${short}`} onClick={() => deeds.onRetry(item)}>
        Retry
      </Button>
    );
  }
  return (
    <Button small look="quiet" aria-label={`Cancel ${short}`} onClick={() => deeds.onCancel(item)}>
      Cancel
    </Button>
  );
}

const SHORT = 12;
