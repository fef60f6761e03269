import type { ReactNode } from 'react';
import { CopyButton } from '../../design/copy-box.tsx';
import type { Column } from '../../design/data-table.tsx';
import { Ago } from '../../design/quantities.tsx';
import { SeverityName } from '../../design/severity.tsx';
import { ImageLinks, RepositoryLink } from '../image-place.tsx';
import type { MyImageRow } from './my-image-rows.ts';

/** Where it is, how bad it is there, and what fixes it. */
export const MY_IMAGE_COLUMNS: readonly Column<MyImageRow>[] = [
  {
    id: 'repository',
    title: 'Repository',
    isTitle: true,
    cell: ({ image }) => <RepositoryLink name={image.repository} />,
  },
  {
    id: 'tag',
    title: 'Tag',
    width: '150px',
    cell: ({ image, found }) => (
      <ImageLinks image={image} search={{ group: 'vulnerability', open: found.vulnerability }} />
    ),
  },
  {
    id: 'platform',
    title: 'Platform',
    width: '120px',
    cell: ({ image }) => <span className="muted">{image.platform}</span>,
  },
  {
    id: 'severity',
    title: 'Severity',
    width: '110px',
    cell: ({ found }) => <SeverityName severity={found.severity} />,
  },
  {
    id: 'package',
    title: 'Package',
    width: '26%',
    cell: ({ found }) => (
      <>
        {found.name} <code>{found.version}</code> <span className="muted">{found.type}</span>
      </>
    ),
  },
  {
    id: 'layer',
    title: 'Layer',
    width: '64px',
    align: 'right',
    cell: ({ found }) => found.layer + 1,
  },
  {
    id: 'fixed',
    title: 'Fixed in',
    width: '170px',
    cell: ({ found }) => <Fix name={found.name} fixedIn={found.fixedIn} />,
  },
  {
    id: 'seen',
    title: 'First seen',
    width: '110px',
    align: 'right',
    cell: ({ image }) => image.firstSeen !== undefined && <Ago at={image.firstSeen} />,
  },
];

function Fix(props: { readonly name: string; readonly fixedIn: string | undefined }): ReactNode {
  const { name, fixedIn } = props;
  if (fixedIn === undefined) return <span className="muted">no fix yet</span>;
  return (
    <span className="my-image-fix">
      <code>{fixedIn}</code>
      <CopyButton text={fixedIn} label={`the version that fixes ${name}`} />
    </span>
  );
}
