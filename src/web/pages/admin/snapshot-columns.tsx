import type { ReactNode } from 'react';
import type { Snapshot } from '../../../api/contract/index.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { Ago, Bytes, Digest } from '../../design/quantities.tsx';

/** `onSwitch`: asks whether that one shall be the active one. */
export function snapshotColumns(
  active: number,
  onSwitch: (snapshot: Snapshot) => void,
): readonly Column<Snapshot>[] {
  return [
    {
      id: 'number',
      title: 'Snapshot',
      isTitle: true,
      cell: (snapshot) => <Name snapshot={snapshot} active={active} />,
    },
    {
      id: 'digest',
      title: 'Digest',
      width: '180px',
      cell: ({ digest }) => <Digest digest={digest} />,
    },
    { id: 'made', title: 'Made', width: '140px', cell: ({ createdAt }) => <Ago at={createdAt} /> },
    { id: 'feeds', title: 'Feeds', width: '90px', align: 'right', cell: ({ feeds }) => feeds },
    {
      id: 'records',
      title: 'Records',
      width: '130px',
      align: 'right',
      cell: ({ records }) => records.toLocaleString('en'),
    },
    {
      id: 'bytes',
      title: 'Disk',
      width: '100px',
      align: 'right',
      cell: ({ bytes }) => <Bytes value={bytes} />,
    },
    {
      id: 'switch',
      title: 'Switch',
      hidesTitle: true,
      width: '110px',
      align: 'right',
      cell: (snapshot) =>
        !snapshot.isActive && (
          <Button
            small
            look="quiet"
            aria-label={`${verb(snapshot, active)} #${snapshot.number}`}
            onClick={() => onSwitch(snapshot)}
          >
            {verb(snapshot, active)}
          </Button>
        ),
    },
  ];
}

function verb({ number }: Snapshot, active: number): string {
  return number > active ? 'Activate' : 'Go back to';
}

function Name({
  snapshot: { number, isActive, held },
  active,
}: {
  readonly snapshot: Snapshot;
  readonly active: number;
}): ReactNode {
  return (
    <div className="admin-two">
      <span className="row">
        #{number} {isActive && <Badge kind="good">active</Badge>}
        {held && <Badge kind="warn">held</Badge>}
        {!held && number > active && <Badge kind="quiet">waiting</Badge>}
      </span>
      {held?.reasons.map((reason) => (
        <span key={reason} className="admin-failure">
          {reason}
        </span>
      ))}
    </div>
  );
}
