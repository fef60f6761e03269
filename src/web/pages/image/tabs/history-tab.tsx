import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type {
  AnalysisHistoryEntry,
  SeverityCounts,
  TagMove,
} from '../../../../api/contract/index.ts';
import { useList } from '../../../data/operation.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
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
      <Section title="Analyses of this image">
        <Analyses image={image} />
      </Section>
      {image.at === 'tags' && (
        <Section title="What the tag pointed to">
          <Moves image={image} />
        </Section>
      )}
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
  const list = useList(
    'listAnalysisHistory',
    { namespace: ns, repository: repo, digest: shown?.digest ?? '' },
    { enabled: shown !== undefined },
  );
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Analyses"
      columns={ANALYSES}
      rows={list.items}
      keyOf={({ at, requestId, state }) => `${at} ${requestId} ${state.kind}`}
      more={list}
      empty={<EmptyState title="It was never analyzed" />}
    />
  );
}

function Moves({ image }: { readonly image: ShownImage }): ReactNode {
  const { ns, repo, reference } = image;
  const list = useList('listTagHistory', { namespace: ns, repository: repo, tag: reference });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Moves of the tag"
      columns={moveColumns(image)}
      rows={list.items}
      keyOf={({ at, digest }) => `${at} ${digest ?? ''}`}
      more={list}
      empty={<EmptyState title="The tag never moved" />}
    />
  );
}

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
