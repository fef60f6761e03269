import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AdministeredNamespace } from '../../../api/contract/index.ts';
import { Button } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { Meter } from '../../design/meter.tsx';
import { Ago, Bytes } from '../../design/quantities.tsx';
import { bytesText } from '../../design/quantity-text.ts';

/** `onChange`: opens the plan and quota of a row. */
export function namespaceColumns(
  onChange: (namespace: AdministeredNamespace) => void,
): readonly Column<AdministeredNamespace>[] {
  return [...WHOSE, ...WHAT, changeColumn(onChange)];
}

const WHOSE: readonly Column<AdministeredNamespace>[] = [
  {
    id: 'name',
    title: 'Namespace',
    isTitle: true,
    sort: 'server',
    cell: ({ name }) => (
      <Link to="/ns/$ns" params={{ ns: name }}>
        {name}
      </Link>
    ),
  },
  { id: 'kind', title: 'Kind', width: '120px', cell: ({ kind }) => kind },
  {
    id: 'owners',
    title: 'Owners',
    width: '180px',
    cell: ({ owners }) => (owners.length === 0 ? 'nobody' : owners.join(', ')),
  },
  {
    id: 'plan',
    title: 'Plan',
    width: '100px',
    cell: ({ plan }) => <span className="admin-plan">{plan}</span>,
  },
];

const WHAT: readonly Column<AdministeredNamespace>[] = [
  {
    id: 'repositories',
    title: 'Repositories',
    width: '120px',
    align: 'right',
    sort: 'server',
    cell: ({ name, repositories }) => (
      <Link to="/ns/$ns" params={{ ns: name }}>
        {repositories.toLocaleString('en')}
      </Link>
    ),
  },
  {
    id: 'bytes',
    title: 'Storage',
    width: '200px',
    sort: 'server',
    cell: (namespace) => <Room namespace={namespace} />,
  },
  {
    id: 'createdAt',
    title: 'Since',
    width: '110px',
    sort: 'server',
    cell: ({ createdAt }) => <Ago at={createdAt} />,
  },
];

function changeColumn(
  onChange: (namespace: AdministeredNamespace) => void,
): Column<AdministeredNamespace> {
  return {
    id: 'change',
    title: 'Change',
    hidesTitle: true,
    width: '100px',
    align: 'right',
    cell: (namespace) => (
      <Button
        small
        look="quiet"
        aria-label={`Change plan and quota of ${namespace.name}`}
        onClick={() => onChange(namespace)}
      >
        Change
      </Button>
    ),
  };
}

function Room({ namespace }: { readonly namespace: AdministeredNamespace }): ReactNode {
  const { name, bytes, quotaBytes } = namespace;
  if (quotaBytes === undefined) return <Bytes value={bytes} />;
  return (
    <div className="admin-room">
      <span>
        <Bytes value={bytes} /> of <Bytes value={quotaBytes} />
      </span>
      <Meter
        label={`Storage of ${name}`}
        value={bytes}
        max={quotaBytes}
        text={`${bytesText(bytes)} of ${bytesText(quotaBytes)}`}
      />
    </div>
  );
}
