import './compare-tab.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOperation } from '../../../data/operation.ts';
import type { Cell } from '../../../design/csv.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { ExportMenu } from '../../../design/export-menu.tsx';
import { Section } from '../../../design/page.tsx';
import { compareSeverity } from '../../../design/severities.ts';
import { SeverityName } from '../../../design/severity.tsx';
import type { Change, Comparison, PackageChange } from '../comparison.ts';
import { causeWords, comparisonOf, packageChanges } from '../comparison.ts';
import type { ShownImage } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import { usePrevious } from '../use-previous.ts';
import { CompareWith } from './compare-with.tsx';

/** What this image has that another has not, and the other way round; the push before where no other is named. */
export function CompareTab({ image }: { readonly image: ShownImage }): ReactNode {
  const { search } = useImageSearch();
  const previous = usePrevious(image);
  const before = search.before ?? previous?.digest;
  return (
    <div className="stack-wide">
      <CompareWith image={image} present={before} previous={previous} />
      {before === undefined ? (
        <EmptyState title="Choose what to compare with">
          The tag was pushed once: there is no image before this one. Any other tag or digest of the
          repository can be compared with it.
        </EmptyState>
      ) : (
        <Compared key={before} image={image} before={before} />
      )}
    </div>
  );
}

function Compared(props: { readonly image: ShownImage; readonly before: string }): ReactNode {
  const { image, before } = props;
  const answer = useOperation('compareImages', { ...image.ask, before });
  if (answer.error && !answer.data) {
    return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (!answer.data) return <div className="compare-loading" aria-hidden="true" />;
  return <Differences comparison={comparisonOf(answer.data)} />;
}

function Differences({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const { opened, closed, unchanged } = comparison;
  const packages = packageChanges(comparison);
  return (
    <>
      <p className="compare-answer" role="status">
        <b className={closed.length > 0 ? 'compare-good' : undefined}>
          {signed('−', closed.length)} gone
        </b>
        <b className={opened.length > 0 ? 'compare-bad' : undefined}>
          {signed('+', opened.length)} new
        </b>
        <span className="muted">{unchanged.toLocaleString('en')} as before</span>
      </p>
      <Section title={`New, ${opened.length}`} actions={<FindingsFile comparison={comparison} />}>
        <Changes changes={opened} label="New findings" empty="Nothing is worse than before" />
      </Section>
      <Section title={`Gone, ${closed.length}`}>
        <Changes changes={closed} label="Findings that are gone" empty="Nothing was fixed" />
      </Section>
      <Section
        title={`Packages, ${packages.length}`}
        actions={
          <ExportMenu
            fileName="compared-packages"
            columns={PACKAGES_FILE}
            load={() => Promise.resolve({ items: packages, isCut: false })}
          />
        }
      >
        <DataTable
          label="Packages that changed"
          columns={PACKAGES}
          rows={packages}
          keyOf={({ kind, type, name, before, after }) =>
            `${kind} ${type} ${name} ${before ?? ''} ${after ?? ''}`
          }
          empty={<EmptyState title="The packages are the same" />}
        />
      </Section>
    </>
  );
}

/** What is new and what is gone in one file. */
function FindingsFile({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const items = [
    ...comparison.opened.map((change) => ({ change, is: 'new' })),
    ...comparison.closed.map((change) => ({ change, is: 'gone' })),
  ];
  return (
    <ExportMenu
      fileName="compared-findings"
      columns={FINDINGS_FILE}
      load={() => Promise.resolve({ items, isCut: false })}
    />
  );
}

type ChangeRow = { readonly change: Change; readonly is: string };

const FINDINGS_FILE: Readonly<Record<string, (row: ChangeRow) => Cell>> = {
  change: ({ is }) => is,
  vulnerability: ({ change }) => change.id,
  severity: ({ change }) => change.severity,
  type: ({ change }) => change.package.type,
  package: ({ change }) => change.package.name,
  version: ({ change }) => change.package.version,
  fixed_in: ({ change }) => change.fixedIn,
  because: ({ change }) => causeWords(change),
};

const PACKAGES_FILE: Readonly<Record<string, (row: PackageChange) => Cell>> = {
  change: ({ kind }) => kind,
  type: ({ type }) => type,
  package: ({ name }) => name,
  before: ({ before }) => before,
  after: ({ after }) => after,
};

function Changes(props: {
  readonly changes: readonly Change[];
  readonly label: string;
  readonly empty: string;
}): ReactNode {
  const { changes, label, empty } = props;
  return (
    <DataTable
      label={label}
      columns={CHANGES}
      rows={changes}
      keyOf={({ id, package: { type, name, version } }) => `${id} ${type} ${name} ${version}`}
      empty={<EmptyState title={empty} />}
    />
  );
}

const CHANGES: readonly Column<Change>[] = [
  {
    id: 'id',
    title: 'Vulnerability',
    isTitle: true,
    width: '210px',
    cell: ({ id }) => (
      <Link to="/vulnerabilities/$id" params={{ id }}>
        {id}
      </Link>
    ),
  },
  {
    id: 'severity',
    title: 'Severity',
    width: '130px',
    sort: (left, right) => compareSeverity(left.severity, right.severity),
    cell: ({ severity }) => <SeverityName severity={severity} />,
  },
  {
    id: 'package',
    title: 'Package',
    cell: ({ package: { name, version, type } }) => (
      <>
        {name} {version} <span className="finding-type">{type}</span>
      </>
    ),
  },
  {
    id: 'fixed',
    title: 'Fixed in',
    width: '170px',
    cell: ({ fixedIn }) => fixedIn ?? <span className="muted">no fix</span>,
  },
  { id: 'cause', title: 'Because', width: '210px', cell: causeWords },
];

const PACKAGES: readonly Column<PackageChange>[] = [
  {
    id: 'name',
    title: 'Package',
    isTitle: true,
    cell: ({ name, type }) => (
      <>
        {name} <span className="finding-type">{type}</span>
      </>
    ),
  },
  { id: 'kind', title: 'Change', width: '110px', cell: ({ kind }) => kind },
  { id: 'before', title: 'Before', width: '190px', cell: ({ before }) => before ?? '' },
  { id: 'after', title: 'After', width: '190px', cell: ({ after }) => after ?? '' },
];

/** Of nothing there is neither more nor less. */
function signed(sign: string, count: number): string {
  return count === 0 ? '0' : `${sign}${count.toLocaleString('en')}`;
}
