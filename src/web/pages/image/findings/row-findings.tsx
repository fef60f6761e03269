import './row-findings.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Finding } from '../../../../api/contract/index.ts';
import { useList } from '../../../data/operation.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import type { ShownImage } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import { Affected, FixedIn } from './affected.tsx';
import { Epss, ExploitedMark, MalwareMark, SeverityOf } from './finding-marks.tsx';
import { filtersOf } from './finding-query.ts';
import type { FindingRow } from './finding-row.ts';
import { FindingWhy } from './finding-why.tsx';
import { PackagePlace } from './package-place.tsx';
import { Score } from './score.tsx';

/** What an opened row shows: each finding of it, and why it is there. */
export function RowFindings(props: {
  readonly image: ShownImage;
  readonly row: FindingRow;
}): ReactNode {
  const { image, row } = props;
  const { search } = useImageSearch();
  const [whys, setWhys] = useState<ReadonlySet<string>>(new Set());
  const list = useList('listFindings', { ...image.ask, ...filtersOf(search), id: row.key });
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const toggle = (finding: Finding): void => setWhys((old) => flipped(old, nameOf(finding)));
  const [first] = list.items ?? [];
  const expanded = (finding: Finding): ReactNode =>
    whys.has(nameOf(finding)) && <FindingWhy image={image} finding={finding} />;
  return (
    <div className="row-findings">
      {row.kind === 'package' && <PackagePlace row={row} finding={first} image={image} />}
      {list.items ? (
        <DataTable
          label={row.kind === 'package' ? `${row.name} ${row.version}` : row.id}
          isInside
          columns={columnsOf(row.kind, (finding) => whys.has(nameOf(finding)), toggle)}
          rows={list.items}
          keyOf={nameOf}
          more={list}
          empty={null}
          expanded={expanded}
        />
      ) : (
        <RowsToCome count={row.findings} />
      )}
    </div>
  );
}

function nameOf({ id, group }: Finding): string {
  return `${id} ${group}`;
}

function flipped(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}

const PAGE = 100;
const ROW_PX = 38;
const HEAD_PX = 28;

/** As high as the rows that come. */
function RowsToCome({ count }: { readonly count: number }): ReactNode {
  return <div style={{ height: HEAD_PX + Math.min(count, PAGE) * ROW_PX }} aria-hidden="true" />;
}

function columnsOf(
  kind: FindingRow['kind'],
  isOpen: (finding: Finding) => boolean,
  toggle: (finding: Finding) => void,
): readonly Column<Finding>[] {
  return [
    kind === 'package' ? VULNERABILITY : PACKAGE,
    {
      id: 'severity',
      title: 'Severity',
      width: '150px',
      cell: ({ severity, severitySource }) => (
        <SeverityOf severity={severity} source={severitySource} />
      ),
    },
    {
      id: 'score',
      title: 'CVSS',
      width: '52px',
      align: 'right',
      cell: ({ score, vector }) => <Score score={score} vector={vector} />,
    },
    {
      id: 'epss',
      title: 'EPSS',
      width: '70px',
      align: 'right',
      cell: ({ epss }) => <Epss probability={epss?.probability} percentile={epss?.percentile} />,
    },
    {
      id: 'affected',
      title: 'Affected',
      width: '146px',
      cell: (finding) => <Affected finding={finding} />,
    },
    {
      id: 'fixed',
      title: 'Fixed in',
      width: '176px',
      cell: (finding) => <FixedIn finding={finding} />,
    },
    {
      id: 'why',
      title: 'Why',
      width: '50px',
      cell: (finding) => (
        <button
          type="button"
          className="row-findings-why"
          aria-expanded={isOpen(finding)}
          aria-label={`Why ${finding.id} is here`}
          onClick={() => toggle(finding)}
        >
          why
        </button>
      ),
    },
  ];
}

const VULNERABILITY: Column<Finding> = {
  id: 'id',
  title: 'Vulnerability',
  isTitle: true,
  cell: (finding) => (
    <>
      <Link to="/vulnerabilities/$id" params={{ id: finding.id }}>
        {finding.id}
      </Link>{' '}
      {finding.knownExploited && <ExploitedMark known={finding.knownExploited} />}
      {finding.class === 'malware' && <MalwareMark />}
    </>
  ),
};

const PACKAGE: Column<Finding> = {
  id: 'package',
  title: 'Package',
  isTitle: true,
  cell: ({ packageName, packageVersion, packageType }) => (
    <>
      {packageName} <span className="finding-version">{packageVersion}</span>{' '}
      <span className="finding-type">{packageType}</span>
    </>
  ),
};
