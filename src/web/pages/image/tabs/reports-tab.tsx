import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Descriptor } from '../../../../api/contract/index.ts';
import { addressOf } from '../../../data/address-of.ts';
import { useList } from '../../../data/operation.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Section } from '../../../design/page.tsx';
import { Bytes, Digest } from '../../../design/quantities.tsx';
import type { ReportExport } from '../exports.ts';
import { EXPORTS } from '../exports.ts';
import type { ShownImage } from '../shown-image.ts';

/** The report in every form, and what others attached to the image. */
export function ReportsTab({ image }: { readonly image: ShownImage }): ReactNode {
  return (
    <div className="stack-wide">
      <Section title="Download">
        <DataTable
          label="Forms of the report"
          columns={exportColumns(image)}
          rows={EXPORTS}
          keyOf={({ format }) => format}
          empty={null}
        />
      </Section>
      <Section
        title="Attached"
        lead="SBOMs, signatures and attestations that were pushed for this image."
      >
        <Attached image={image} />
      </Section>
    </div>
  );
}

function exportColumns({ ask }: ShownImage): readonly Column<ReportExport>[] {
  return [
    {
      id: 'form',
      title: 'Form',
      isTitle: true,
      width: '180px',
      cell: ({ format, title }) => (
        <a href={addressOf('exportReport', { ...ask, format })} download>
          {title}
        </a>
      ),
    },
    { id: 'use', title: 'What it is for', cell: ({ use }) => use },
  ];
}

function Attached({ image }: { readonly image: ShownImage }): ReactNode {
  const { ns, repo, shown } = image;
  const list = useList(
    'listReferrers',
    { namespace: ns, repository: repo, digest: shown?.digest ?? '' },
    { enabled: shown !== undefined },
  );
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Attached artifacts"
      columns={referrerColumns(ns, repo)}
      rows={list.items}
      keyOf={({ digest }) => digest}
      more={list}
      empty={
        <EmptyState title="Nothing is attached">
          What <code>cosign</code>, <code>oras attach</code> or a build with attestations pushes for
          this image is listed here.
        </EmptyState>
      }
    />
  );
}

function referrerColumns(ns: string, repo: string): readonly Column<Descriptor>[] {
  return [
    {
      id: 'type',
      title: 'Type',
      isTitle: true,
      cell: ({ artifactType, mediaType }) => artifactType ?? mediaType,
    },
    {
      id: 'digest',
      title: 'Digest',
      width: '130px',
      cell: ({ digest }) => (
        <Link to="/r/$ns/$repo/digests/$digest" params={{ ns, repo, digest }}>
          <Digest digest={digest} />
        </Link>
      ),
    },
    {
      id: 'size',
      title: 'Size',
      width: '90px',
      align: 'right',
      cell: ({ size }) => <Bytes value={size} />,
    },
  ];
}
