import type { ReactNode } from 'react';
import type { Column } from '../../../design/data-table.tsx';
import { Bytes } from '../../../design/quantities.tsx';

/** Fewer are simply listed. */
const OPEN_UP_TO = 5;

/** The server sends the first ones. */
export function Listed(props: {
  readonly summary: string;
  readonly shown: number;
  readonly of: number;
  readonly children: ReactNode;
}): ReactNode {
  const { summary, shown, of, children } = props;
  return (
    <details className="ledger-list" open={shown <= OPEN_UP_TO}>
      <summary>
        {summary}: {shown < of && `${shown} of `}
        {of.toLocaleString('en')}
      </summary>
      {children}
    </details>
  );
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

export function pathColumn<Row extends { readonly path: string }>(): Column<Row> {
  return {
    id: 'path',
    title: 'Path',
    isTitle: true,
    cell: ({ path }) => <code className="ledger-path">/{path}</code>,
  };
}

export function sizeColumn<Row extends { readonly bytes: number }>(): Column<Row> {
  return {
    id: 'size',
    title: 'Size',
    width: '90px',
    align: 'right',
    cell: ({ bytes }) => <Bytes value={bytes} />,
  };
}

/** In which layer it lies, and which one took it away. */
export function changeColumn<
  Row extends { readonly layer: number; readonly goneIn: number },
>(): Column<Row> {
  return {
    id: 'layers',
    title: 'Layers',
    width: '150px',
    align: 'right',
    cell: ({ layer, goneIn }) => `in ${layer + 1}, gone in ${goneIn + 1}`,
  };
}
