import type { ReactNode } from 'react';
import type { Session } from '../../../api/contract/index.ts';
import { useAll, useChange, useList } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import type { Cell } from '../../design/csv.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { Section } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';
import { useToast } from '../../design/toast.tsx';
import { browserName } from './browser-name.ts';

/** Where one is signed in, each to be ended from here. */
export function Sessions(): ReactNode {
  const say = useToast();
  const list = useList('listSessions', {});
  const load = useAll('listSessions', {});
  const endOthers = useChange('endOtherSessions', {
    changes: ['listSessions'],
    onDone: ({ ended }) =>
      say({ kind: 'good', text: ended === 1 ? '1 session ended' : `${ended} sessions ended` }),
  });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const others = list.items?.filter(({ isThis }) => !isThis).length ?? 0;
  return (
    <Section
      title="Sessions"
      lead="Where you are signed in with a browser or a client of this interface."
      actions={
        list.items && (
          <>
            <ExportMenu fileName="sessions" columns={EXPORTED} load={load} />
            {others > 0 && (
              <Button isBusy={endOthers.isPending} onClick={() => endOthers.mutate({})}>
                End all others
              </Button>
            )}
          </>
        )
      }
    >
      <DataTable
        label="Sessions"
        columns={COLUMNS}
        rows={list.items}
        keyOf={({ id }) => id}
        more={list}
        empty={<EmptyState title="No sessions" />}
      />
    </Section>
  );
}

const EXPORTED: Readonly<Record<string, (session: Session) => Cell>> = {
  browser: ({ userAgent }) => userAgent,
  address: ({ address }) => address,
  signed_in: ({ createdAt }) => createdAt,
  seen: ({ seenAt }) => seenAt,
  is_this: ({ isThis }) => isThis,
};

const COLUMNS: readonly Column<Session>[] = [
  {
    id: 'browser',
    title: 'Browser',
    isTitle: true,
    cell: ({ userAgent, isThis }) => (
      <span title={userAgent}>
        {browserName(userAgent)}
        {isThis && <span className="muted"> · this one</span>}
      </span>
    ),
  },
  { id: 'address', title: 'Address', width: '200px', cell: ({ address }) => address },
  {
    id: 'began',
    title: 'Signed in',
    width: '130px',
    cell: ({ createdAt }) => <Ago at={createdAt} />,
  },
  { id: 'seen', title: 'Seen', width: '130px', cell: ({ seenAt }) => <Ago at={seenAt} /> },
  {
    id: 'end',
    title: 'End',
    hidesTitle: true,
    width: '100px',
    align: 'right',
    cell: (session) => (session.isThis ? null : <EndSession session={session} />),
  },
];

function EndSession({ session }: { readonly session: Session }): ReactNode {
  const say = useToast();
  const { mutate, isPending } = useChange('endSession', {
    changes: ['listSessions'],
    onDone: () => say({ kind: 'good', text: 'Session ended' }),
  });
  return (
    <Button
      small
      look="quiet"
      isBusy={isPending}
      aria-label={`End the session of ${browserName(session.userAgent)}, ${session.address}`}
      onClick={() => mutate({ id: session.id })}
    >
      End
    </Button>
  );
}
