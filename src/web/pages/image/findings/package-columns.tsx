import type { ReactNode } from 'react';
import type { PackageGroup } from '../../../../api/contract/index.ts';
import type { Column } from '../../../design/data-table.tsx';
import { SeverityCounts } from '../../../design/severity.tsx';
import { LayerLink } from '../layer-link.tsx';
import type { ShownImage } from '../shown-image.ts';
import { Epss, ExploitedMark } from './finding-marks.tsx';
import { shortKey } from './finding-query.ts';
import type { FindingRow } from './finding-row.ts';
import { OpenButton } from './open-button.tsx';

/** A row a package. */
export function packageColumns(image: Pick<ShownImage, 'path'>): readonly Column<FindingRow>[] {
  return [
    {
      id: 'name',
      title: 'Package',
      isTitle: true,
      sort: 'server',
      cell: (row) => row.kind === 'package' && <PackageName row={row} />,
    },
    {
      id: 'severity',
      title: 'Vulnerabilities',
      width: '270px',
      cell: ({ counts }) => <SeverityCounts counts={counts} />,
    },
    {
      id: 'epss',
      title: 'EPSS',
      width: '80px',
      align: 'right',
      sort: 'server',
      cell: ({ epss }) => <Epss probability={epss} />,
    },
    {
      id: 'fixed',
      title: 'Fixed in',
      width: '170px',
      sort: 'server',
      cell: (row) => row.kind === 'package' && <PackageFix row={row} />,
    },
    {
      id: 'layer',
      title: 'Layer',
      width: '58px',
      align: 'right',
      cell: (row) => row.kind === 'package' && <LayerLink layer={row.layer} to={image.path} />,
    },
  ];
}

function PackageName({ row }: { readonly row: PackageGroup }): ReactNode {
  const { name, version, type, source, exploited } = row;
  return (
    <OpenButton rowKey={shortKey(row.key, 'package')}>
      <span className="finding-name">{name}</span>{' '}
      <span className="finding-version">{version}</span>{' '}
      <span className="finding-type">
        {type}
        {source !== undefined && source !== name && `, of ${source}`}
      </span>{' '}
      {exploited > 0 && <ExploitedMark />}
    </OpenButton>
  );
}

/** The version that removes all that can be, and how much that is where it is not all. */
function PackageFix({
  row: { fixedIn, fixable, findings },
}: {
  readonly row: PackageGroup;
}): ReactNode {
  if (fixable === 0) return <span className="finding-nofix">no fix yet</span>;
  return (
    <>
      <span className="finding-fix">{fixedIn ?? 'several versions'}</span>
      {fixable < findings && <span className="finding-nofix"> {`${fixable} of ${findings}`}</span>}
    </>
  );
}
