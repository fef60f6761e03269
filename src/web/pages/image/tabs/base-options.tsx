import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type {
  AfterPush,
  BaseOption,
  BaseRisk,
  SeverityCounts as Counts,
} from '../../../../api/contract/index.ts';
import { CopyButton } from '../../../design/copy-box.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { Section } from '../../../design/page.tsx';
import { SeverityCounts } from '../../../design/severity.tsx';
import { repositoryParams } from '../../../repository-path.ts';

/** Other bases with what the image is expected to be on each. */
export function BaseOptions({ options }: { readonly options: readonly BaseOption[] }): ReactNode {
  return (
    <DataTable
      label="Other bases"
      columns={COLUMNS}
      rows={options}
      keyOf={({ repository, tag }) => `${repository}:${tag}`}
      empty={null}
    />
  );
}

const COLUMNS: readonly Column<BaseOption>[] = [
  {
    id: 'base',
    title: 'Base',
    isTitle: true,
    cell: ({ repository, tag, kind, prediction }) => (
      <>
        <span className="fixes-tab-line">
          <Link to="/r/$ns/$repo/tags/$tag" params={{ ...repositoryParams(repository), tag }}>
            {repository}:{tag}
          </Link>
        </span>
        <span className="fixes-tab-risks">
          {kind === 'refresh' ? 'the same tag, as it is now' : 'another tag of that base'}
        </span>
        {prediction?.risks.map((risk) => (
          <span key={risk.kind} className="fixes-tab-risks">
            {riskWords(risk)}
          </span>
        ))}
      </>
    ),
  },
  {
    id: 'change',
    title: 'Gone, new',
    width: '120px',
    cell: ({ prediction }) =>
      prediction ? `−${prediction.gone}, +${prediction.added}` : <span className="muted">–</span>,
  },
  {
    id: 'left',
    title: 'Predicted to be left',
    width: '390px',
    cell: ({ prediction }) =>
      prediction ? (
        <SeverityCounts counts={prediction.predicted} deltas={deltasOf(prediction)} />
      ) : (
        <span className="muted">analyze that image first</span>
      ),
  },
  {
    id: 'copy',
    title: 'Dockerfile',
    hidesTitle: true,
    width: '80px',
    align: 'right',
    cell: ({ repository, tag, digest }) => (
      <CopyButton
        text={`FROM ${window.location.host}/${repository}:${tag}@${digest}`}
        label={`FROM line of ${repository}:${tag}`}
      />
    ),
  },
];

function deltasOf({ present, predicted }: NonNullable<BaseOption['prediction']>): Partial<Counts> {
  const { critical, high, medium, low, unknown } = predicted;
  return {
    critical: critical - present.critical,
    high: high - present.high,
    medium: medium - present.medium,
    low: low - present.low,
    unknown: unknown - present.unknown,
  };
}

function riskWords({ kind, from = '', to = '', packages = [], count = 0 }: BaseRisk): string {
  switch (kind) {
    case 'other-distribution':
      return `${to} in place of ${from}: try what runs on it`;
    case 'installed-anew':
      return `${count.toLocaleString('en')} packages installed on top are counted in the versions of today`;
    case 'not-in-base':
      return `without ${packages.join(', ')}`;
  }
}

/** The last push changed the base: what was to be expected, beside what came. */
export function AfterLastPush({ push }: { readonly push: AfterPush }): ReactNode {
  const { from, to, past, predicted, actual } = push;
  const rows = [
    { name: 'Before', counts: past },
    { name: 'Predicted', counts: predicted },
    { name: 'Actual', counts: actual },
  ];
  return (
    <Section
      title="What the last push did"
      lead={`The base went from ${from.repository}:${from.tag}, ${shortOf(from.digest)}, to ${to.repository}:${to.tag}, ${shortOf(to.digest)}; all counts are by the advisories of now.`}
    >
      <DataTable
        label="Predicted beside actual"
        columns={COUNTS}
        rows={rows}
        keyOf={({ name }) => name}
        empty={null}
      />
    </Section>
  );
}

const COUNTS: readonly Column<{ readonly name: string; readonly counts: Counts }>[] = [
  { id: 'name', title: 'Image', isTitle: true, cell: ({ name }) => name },
  {
    id: 'counts',
    title: 'Vulnerabilities',
    width: '320px',
    cell: ({ counts }) => <SeverityCounts counts={counts} />,
  },
];

function shortOf(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
