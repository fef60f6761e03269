import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FleetChange, FleetChangePage } from '../../../api/contract/index.ts';
import { useList } from '../../data/operation.ts';
import type { Column } from '../../design/data-table.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';
import { Ago, Digest } from '../../design/quantities.tsx';
import { SeverityCounts } from '../../design/severity.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { repositoryParams } from '../../repository-path.ts';
import type { LastVisit } from './use-last-visit.ts';

/** Enough to see what matters first; the rest is a click away. */
const PAGE = 5;

/** Whether they are known: what stands below them does not move then. */
export function useChangesKnown(visit: LastVisit): boolean {
  const at = typeof visit === 'object' ? visit.at : undefined;
  const list = useList('listChanges', askedOf(at ?? ''), { enabled: at !== undefined });
  return (
    visit !== undefined && (at === undefined || list.first !== undefined || list.error !== null)
  );
}

function askedOf(since: string): { readonly since: string; readonly limit: number } {
  return { since, limit: PAGE };
}

/** What was analyzed in the images that one may see while one was away, and what it opened and closed. */
export function Changes({ visit }: { readonly visit: LastVisit }): ReactNode {
  if (visit === undefined || visit === 'nobody') return null;
  if (visit === 'never') {
    return (
      <Section title="Since your last visit">
        <p className="muted">
          This is your first. From the next one on, new analyses and what they opened and closed
          stand here.
        </p>
      </Section>
    );
  }
  return <Since at={visit.at} />;
}

function Since({ at }: { readonly at: string }): ReactNode {
  const list = useList('listChanges', askedOf(at));
  return (
    <Section
      title="Since your last visit"
      lead={
        <>
          <Ago at={at} />: <Totals totals={list.first?.totals} />
        </>
      }
    >
      {list.error && !list.items && <ErrorState error={list.error} onRetry={list.refetch} />}
      {list.items && list.items.length > 0 && (
        <DataTable
          label="What changed since your last visit"
          columns={COLUMNS}
          rows={list.items}
          keyOf={({ repository, digest, tag, at: ended, cause }) =>
            `${repository} ${digest} ${tag ?? ''} ${ended} ${cause}`
          }
          more={list}
          empty={null}
        />
      )}
    </Section>
  );
}

/** The server counts no more than these. */
const MOST = 1_000;

function Totals({ totals }: { readonly totals: FleetChangePage['totals'] | undefined }): ReactNode {
  if (totals === undefined) return '...';
  const { analyses, repositories } = totals;
  if (analyses === 0) return 'nothing was pushed or analyzed.';
  const count = `${analyses.toLocaleString('en')}${analyses < MOST ? '' : ' and more'}`;
  return `${count} ${analyses === 1 ? 'analysis' : 'analyses'} in ${repositories} ${
    repositories === 1 ? 'repository' : 'repositories'
  }.`;
}

const CAUSES: Readonly<Record<FleetChange['cause'], string>> = {
  push: 'pushed',
  rerun: 're-run',
  back_fill: 'on activation',
  sbom: 'SBOM pushed',
  advisories: 'new advisories',
  revision: 'new analyzer',
};

const COLUMNS: readonly Column<FleetChange>[] = [
  { id: 'image', title: 'Image', isTitle: true, cell: (row) => <ImageLink row={row} /> },
  { id: 'cause', title: 'Why', width: '120px', cell: ({ cause }) => CAUSES[cause] },
  {
    id: 'state',
    title: 'Analysis',
    width: '190px',
    cell: ({ state }) => <StateBadge state={state} />,
  },
  {
    id: 'new',
    title: 'New',
    width: '210px',
    cell: ({ change }) => <Some counts={change?.opened} />,
  },
  {
    id: 'gone',
    title: 'Gone',
    width: '210px',
    cell: ({ change }) => <Some counts={change?.closed} />,
  },
  { id: 'at', title: 'When', width: '110px', align: 'right', cell: ({ at }) => <Ago at={at} /> },
];

function ImageLink({ row }: { readonly row: FleetChange }): ReactNode {
  const { repository, tag, digest, platform } = row;
  const params = repositoryParams(repository);
  const search = { platform };
  return (
    <>
      {tag === undefined ? (
        <Link to="/r/$ns/$repo/digests/$digest" params={{ ...params, digest }} search={search}>
          {repository} <Digest digest={digest} />
        </Link>
      ) : (
        <Link to="/r/$ns/$repo/tags/$tag" params={{ ...params, tag }} search={search}>
          {repository}:{tag}
        </Link>
      )}{' '}
      <span className="muted">{platform}</span>
    </>
  );
}

/** Against the image that the tag had before; a first one has nothing to be held against. */
function Some({ counts }: { readonly counts: Counts | undefined }): ReactNode {
  if (counts === undefined) return <span className="muted">nothing before</span>;
  const isNone = Object.values(counts).every((count) => count === 0);
  return isNone ? <span className="muted">none</span> : <SeverityCounts counts={counts} />;
}

type Counts = NonNullable<FleetChange['change']>['opened'];
