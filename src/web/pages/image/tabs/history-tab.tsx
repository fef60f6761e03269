import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type {
  AnalysisHistoryEntry,
  SeverityCounts,
  TagMove,
} from '../../../../api/contract/index.ts';
import { useAll, useList } from '../../../data/operation.ts';
import type { Cell } from '../../../design/csv.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { ExportMenu } from '../../../design/export-menu.tsx';
import { Section } from '../../../design/page.tsx';
import { Ago, Digest } from '../../../design/quantities.tsx';
import { SomeSeverities } from '../../../design/severity.tsx';
import { StateBadge } from '../../../design/state-badge.tsx';
import type { ShownImage } from '../shown-image.ts';
import { tabPath } from '../shown-image.ts';

/** Every analysis of the image with its cause, and where the tag pointed. */
export function HistoryTab({ image }: { readonly image: ShownImage }): ReactNode {
  return (
    <div className="stack-wide">
      <Analyses image={image} />
      {image.at === 'tags' && <Moves image={image} />}
    </div>
  );
}

const CAUSES: Readonly<Record<AnalysisHistoryEntry['cause'], string>> = {
  push: 'Push',
  rerun: 'Run again',
  back_fill: 'Analysis activated',
  sbom: 'SBOM pushed',
  advisories: 'Advisories changed',
  revision: 'New analyzer',
};

const ANALYSES: readonly Column<AnalysisHistoryEntry>[] = [
  { id: 'cause', title: 'Cause', isTitle: true, cell: ({ cause }) => CAUSES[cause] },
  { id: 'by', title: 'By', width: '100px', cell: ({ by }) => by },
  {
    id: 'state',
    title: 'Ended',
    width: '180px',
    cell: ({ state }) => <StateBadge state={state} />,
  },
  {
    id: 'new',
    title: 'New',
    width: '120px',
    cell: ({ change }) => <Changed counts={change?.opened} />,
  },
  {
    id: 'gone',
    title: 'Gone',
    width: '120px',
    cell: ({ change }) => <Changed counts={change?.closed} />,
  },
  {
    id: 'request',
    title: 'Request',
    width: '100px',
    cell: ({ requestId }) => <code className="muted">{requestId}</code>,
  },
  { id: 'at', title: 'When', width: '104px', align: 'right', cell: ({ at }) => <Ago at={at} /> },
];

/** Against the image that the tag had before, where a push put this one in its place. */
function Changed({ counts }: { readonly counts: SeverityCounts | undefined }): ReactNode {
  if (counts === undefined) return <span className="muted">–</span>;
  const isNone = Object.values(counts).every((count) => count === 0);
  return isNone ? <span className="muted">none</span> : <SomeSeverities counts={counts} />;
}

function Analyses({ image: { ns, repo, shown } }: { readonly image: ShownImage }): ReactNode {
  const asked = { namespace: ns, repository: repo, digest: shown?.digest ?? '' };
  const list = useList('listAnalysisHistory', asked, { enabled: shown !== undefined });
  const load = useAll('listAnalysisHistory', asked);
  return (
    <Section
      title="Analyses of this image"
      actions={
        (list.items?.length ?? 0) > 0 && (
          <ExportMenu fileName={`analyses-${ns}-${repo}`} columns={ANALYSES_FILE} load={load} />
        )
      }
    >
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Analyses"
          columns={ANALYSES}
          rows={list.items}
          keyOf={({ at, requestId, state }) => `${at} ${requestId} ${state.kind}`}
          more={list}
          empty={<EmptyState title="It was never analyzed" />}
        />
      )}
    </Section>
  );
}

const ANALYSES_FILE: Readonly<Record<string, (entry: AnalysisHistoryEntry) => Cell>> = {
  cause: ({ cause }) => cause,
  by: ({ by }) => by,
  state: ({ state }) => state.kind,
  new: ({ change }) => change && countOf(change.opened),
  gone: ({ change }) => change && countOf(change.closed),
  request: ({ requestId }) => requestId,
  at: ({ at }) => at,
};

function countOf(counts: SeverityCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function Moves({ image }: { readonly image: ShownImage }): ReactNode {
  const { ns, repo, reference } = image;
  const asked = { namespace: ns, repository: repo, tag: reference };
  const list = useList('listTagHistory', asked);
  const load = useAll('listTagHistory', asked);
  return (
    <Section
      title="What the tag pointed to"
      actions={
        (list.items?.length ?? 0) > 0 && (
          <ExportMenu fileName={`tag-${ns}-${repo}`} columns={MOVES_FILE} load={load} />
        )
      }
    >
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <DataTable
          label="Moves of the tag"
          columns={moveColumns(image)}
          rows={list.items}
          keyOf={({ at, digest }) => `${at} ${digest ?? ''}`}
          more={list}
          empty={<EmptyState title="The tag never moved" />}
        />
      )}
    </Section>
  );
}

const MOVES_FILE: Readonly<Record<string, (move: TagMove) => Cell>> = {
  digest: ({ digest }) => digest,
  by: ({ by }) => by,
  at: ({ at }) => at,
};

function moveColumns(image: ShownImage): readonly Column<TagMove>[] {
  const { ns, repo, tag } = image;
  return [
    {
      id: 'digest',
      title: 'Image',
      isTitle: true,
      cell: ({ digest }) =>
        digest === undefined ? (
          'deleted'
        ) : (
          <Link to="/r/$ns/$repo/digests/$digest" params={{ ns, repo, digest }}>
            <Digest digest={digest} />
          </Link>
        ),
    },
    {
      id: 'compare',
      title: 'Compare',
      width: '170px',
      cell: ({ digest }) =>
        digest === undefined || digest === tag?.digest ? (
          <span className="muted">{digest === undefined ? '' : 'the present one'}</span>
        ) : (
          <Link to={tabPath(image, 'compare')} search={{ before: digest } as object}>
            with the present one
          </Link>
        ),
    },
    { id: 'by', title: 'By', width: '160px', cell: ({ by }) => by },
    { id: 'at', title: 'When', width: '120px', align: 'right', cell: ({ at }) => <Ago at={at} /> },
  ];
}
