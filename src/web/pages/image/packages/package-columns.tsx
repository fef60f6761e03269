import './package-columns.css';
import type { ReactNode } from 'react';
import type { Package } from '../../../../api/contract/index.ts';
import { QuickLink } from '../../../data/quick-link.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { SeverityCounts } from '../../../design/severity.tsx';
import { shortKey } from '../findings/finding-query.ts';
import { LayerLink } from '../layer-link.tsx';
import { licenceText } from './licence-text.ts';

/** A row a package; `path` is the page of the image. */
export function packageColumns(path: string): readonly Column<Package>[] {
  return [
    {
      id: 'name',
      title: 'Package',
      isTitle: true,
      sort: 'server',
      cell: ({ name, version, source, scope }) => (
        <>
          <span className="finding-name">{name}</span>{' '}
          <span className="finding-version">{version}</span>
          {source !== undefined && source !== name && (
            <span className="finding-type"> of {source}</span>
          )}
          {scope === 'dev' && <span className="finding-type"> for development</span>}
        </>
      ),
    },
    { id: 'type', title: 'Type', width: '74px', sort: 'server', cell: ({ type }) => type },
    {
      id: 'severity',
      title: 'Vulnerabilities',
      width: '196px',
      sort: 'server',
      cell: (row) => <Findings row={row} path={path} />,
    },
    {
      id: 'licences',
      title: 'Licences',
      width: '132px',
      cell: (row) => <Licence row={row} />,
    },
    {
      id: 'path',
      title: 'Path',
      width: '180px',
      cell: ({ paths }) => <Paths paths={paths} />,
    },
    {
      id: 'layer',
      title: 'Layer',
      width: '62px',
      align: 'right',
      sort: 'server',
      cell: ({ layer }) =>
        layer !== undefined && <LayerLink layer={layer} to={`${path}/packages`} />,
    },
  ];
}

/** As SPDX has it, with the words that were found to point at. */
function Licence({ row: { license, licenses } }: { readonly row: Package }): ReactNode {
  if (!license && licenses.length === 0) return <span className="muted">unknown</span>;
  const isRecognized = license?.from === 'recognized';
  const found = `${isRecognized ? 'Recognized in a text' : 'Declared'}: ${licenses.join('; ')}`;
  return (
    <span className="package-line" title={found}>
      {license?.expression ?? licenses.map(licenceText).join(', ')}
      {isRecognized && <span className="muted"> from a text</span>}
    </span>
  );
}

/** What is known of it, and where that is explained. */
function Findings({ row, path }: { readonly row: Package; readonly path: string }): ReactNode {
  const { name, version, counts, group } = row;
  if (group === undefined) return <span className="muted">none found</span>;
  return (
    <QuickLink
      to={path}
      search={{ q: name.slice(0, 200), open: shortKey(group, 'package') }}
      keeps="platform"
    >
      <SeverityCounts counts={counts} />
      <span className="visually-hidden">
        of {name} {version}
      </span>
    </QuickLink>
  );
}

/** The end of a path tells more than its beginning: all of them stand in the title. */
function Paths({ paths: [path, ...rest] }: Pick<Package, 'paths'>): ReactNode {
  if (path === undefined) return null;
  return (
    <>
      <code
        className="package-line package-path"
        title={[path, ...rest].map((one) => `/${one}`).join('\n')}
      >
        <bdi>/{path}</bdi>
      </code>
      {rest.length > 0 && <span className="muted">and {rest.length} more</span>}
    </>
  );
}
