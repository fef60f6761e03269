import type { ReactNode } from 'react';
import type { Feed } from '../../../api/contract/index.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { Ago, Bytes } from '../../design/quantities.tsx';

/** `onUpdate`: fetches this one now. */
export function feedColumns(onUpdate: (feed: Feed) => void): readonly Column<Feed>[] {
  return [
    { id: 'name', title: 'Feed', isTitle: true, cell: (feed) => <Name feed={feed} /> },
    { id: 'fresh', title: 'Fresh', width: '150px', cell: (feed) => <Fresh feed={feed} /> },
    {
      id: 'newest',
      title: 'Newest date in it',
      width: '140px',
      cell: ({ newestAt }) => <Newest at={newestAt} />,
    },
    {
      id: 'records',
      title: 'Records',
      width: '130px',
      align: 'right',
      cell: (feed) => <Records feed={feed} />,
    },
    {
      id: 'bytes',
      title: 'Disk',
      width: '90px',
      align: 'right',
      cell: ({ bytes }) => <Bytes value={bytes} />,
    },
    { id: 'licence', title: 'Licence', width: '200px', cell: ({ licence }) => licence },
    {
      id: 'update',
      title: 'Update',
      hidesTitle: true,
      width: '90px',
      align: 'right',
      cell: (feed) => (
        <Button
          small
          look="quiet"
          aria-label={`Update ${feed.name} now`}
          onClick={() => onUpdate(feed)}
        >
          Update
        </Button>
      ),
    },
  ];
}

function Name({ feed: { name, title, failure } }: { readonly feed: Feed }): ReactNode {
  return (
    <div className="admin-two">
      <span className="admin-name" title={name}>
        {title}
      </span>
      {failure && (
        <span className="admin-failure">
          {failure.message} <a href={`/docs/errors#${failure.code}`}>{failure.code}</a>
        </span>
      )}
    </div>
  );
}

function Fresh({ feed }: { readonly feed: Feed }): ReactNode {
  const { freshAt, isStale, triedAt } = feed;
  return (
    <span className="row" title={`Tried ${triedAt}`}>
      {freshAt === undefined ? 'never came' : <Ago at={freshAt} />}
      {isStale && <Badge kind="warn">old</Badge>}
    </span>
  );
}

function Newest({ at }: { readonly at: string | undefined }): ReactNode {
  return at === undefined ? <span className="muted">none</span> : at.slice(0, DAY_LETTERS);
}

/** `2026-01-31` */
const DAY_LETTERS = 10;

function Records({ feed: { records, skipped } }: { readonly feed: Feed }): ReactNode {
  return (
    <div className="admin-two">
      <span>{records.toLocaleString('en')}</span>
      {skipped > 0 && (
        <span className="admin-second" title="Records that could not be read">
          {skipped.toLocaleString('en')} skipped
        </span>
      )}
    </div>
  );
}
