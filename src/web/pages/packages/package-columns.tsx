import { Link } from '@tanstack/react-router';
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
    cell: ({ versions }) => versions.toLocaleString('en'),
  },
  {
    id: 'images',
    title: 'Images',
    width: '100px',
    align: 'right',
    cell: ({ images }) => images.toLocaleString('en'),
  },
  {
    id: 'repositories',
    title: 'Repositories',
    width: '110px',
    align: 'right',
    cell: ({ repositories }) => repositories.toLocaleString('en'),
  },
];
