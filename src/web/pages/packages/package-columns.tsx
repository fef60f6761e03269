import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FleetPackage } from '../../../api/contract/index.ts';
import type { Column } from '../../design/data-table.tsx';
import { SeverityName } from '../../design/severity.tsx';

/** What a list shows of each package, wherever it is. */
export const PACKAGE_COLUMNS: readonly Column<FleetPackage>[] = [
  {
    id: 'name',
    title: 'Package',
    isTitle: true,
    cell: ({ type, name }) => (
      <Link to="/packages" search={{ type, name }}>
        {name}
      </Link>
    ),
  },
  { id: 'type', title: 'Type', width: '110px', cell: ({ type }) => type },
  {
    id: 'worst',
    title: 'Worst vulnerability',
    width: '180px',
    cell: ({ worst }) =>
      worst === undefined ? (
        <span className="muted">none found</span>
      ) : (
        <SeverityName severity={worst} />
      ),
  },
  {
    id: 'versions',
    title: 'Versions',
    width: '100px',
    align: 'right',
    cell: (row) => <Counted row={row} count={row.versions} of="versions" />,
  },
  {
    id: 'images',
    title: 'Images',
    width: '100px',
    align: 'right',
    cell: (row) => <Counted row={row} count={row.images} of="images" />,
  },
  {
    id: 'repositories',
    title: 'Repositories',
    width: '110px',
    align: 'right',
    cell: (row) => <Counted row={row} count={row.repositories} of="repositories" />,
  },
];

/** The package's page, at the list that it counts: images stand there by repository. */
function Counted(props: {
  readonly row: FleetPackage;
  readonly count: number;
  readonly of: 'versions' | 'images' | 'repositories';
}): ReactNode {
  const { row, count, of } = props;
  return (
    <Link
      to="/packages"
      search={{ type: row.type, name: row.name }}
      hash={of === 'versions' ? 'versions' : 'images'}
      aria-label={`${of} of ${row.name}: ${count}`}
    >
      {count.toLocaleString('en')}
    </Link>
  );
}
