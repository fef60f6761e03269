import './data-table.css';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import type { SortOrder } from './sort-order.ts';
import { orderText, parseOrder, sortRows } from './sort-order.ts';
import { useIsPrinting } from './use-is-printing.ts';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** What is in it says enough: the title is for those only who do not see it. */
  readonly hidesTitle?: true;
  readonly cell: (row: Row) => ReactNode;
  /** CSS width: `12rem`, `20%`; absent: what is left. */
  readonly width?: string;
  /** Numbers stand right, under each other. */
  readonly align?: 'right';
  /** Sorts what is loaded; `server`: the caller asks for another order. */
  readonly sort?: ((left: Row, right: Row) => number) | 'server';
  /** Says what a row is: read first, and the heading of a stacked row on a phone. */
  readonly isTitle?: boolean;
}

export interface DataTableProps<Row> {
  /** What the rows are: "Tags of acme/shop". */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** undefined: still loading. */
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  /** In the address: `name`, or `-name` for the other way round. */
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string | undefined) => void;
  /** Instead of rows when there are none. */
  readonly empty: ReactNode;
  /** More pages of a cursor: `useList` gives it as it is. */
  readonly more?: MorePages;
  /** What a row opens to, below it; undefined: closed. */
  readonly expanded?: (row: Row) => ReactNode;
  /** Inside a row of another one: its head scrolls away with it, and all its rows are in the page. */
  readonly isInside?: boolean;
}

export interface MorePages {
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
}

const ROW_PX = 38;
/** From so many rows on, only those in view are in the page. */
const VIRTUAL_FROM = 100;
const LOADING_ROWS = 8;

/** The one table of the product: sorts by the address, keeps its head in view, and stacks on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { label, columns, rows, sort, empty, more } = props;
  if (rows?.length === 0) return <>{empty}</>;
  const order = parseOrder(sort);
  const column = columns.find(({ id }) => id === order?.column);
  const by = typeof column?.sort === 'function' ? column.sort : undefined;
  const shown = rows && by && order ? sortRows(rows, by, order) : rows;
  return (
    <div className={props.isInside === true ? 'data-table data-table-inside' : 'data-table'}>
      {/* Stacked on a phone, a table is none any more for browsers: the roles keep it one. */}
      <table
        role="table"
        aria-label={label}
        aria-busy={rows === undefined}
        aria-rowcount={rowCount(shown, more)}
      >
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((each) => (
              <HeadCell key={each.id} column={each} order={order} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <Body {...props} rows={shown} />
      </table>
      {more?.hasMore === true && (
        <div className="data-table-more no-print">
          <Button onClick={more.loadMore} isBusy={more.isLoadingMore}>
            {more.isLoadingMore ? 'Loading ...' : 'Show more'}
          </Button>
        </div>
      )}
    </div>
  );
}

function Body<Row>(props: DataTableProps<Row>): ReactNode {
  const { rows, columns, isInside = false } = props;
  const isPrinting = useIsPrinting();
  if (rows === undefined) return <LoadingBody columns={columns} />;
  const lines = linesOf(rows, props);
  // By rows: one that is opened must not make another table of it, where the focus is lost.
  if (rows.length > VIRTUAL_FROM && !isInside && !isPrinting) {
    return <VirtualBody columns={columns} lines={lines} />;
  }
  return (
    <tbody role="rowgroup">
      {lines.map((line) => (
        <BodyLine key={line.key} columns={columns} line={line} />
      ))}
    </tbody>
  );
}

/** -1: nobody knows yet. https://www.w3.org/TR/wai-aria-1.2/#aria-rowcount */
function rowCount(rows: readonly unknown[] | undefined, more: MorePages | undefined): number {
  return rows === undefined || more?.hasMore === true ? -1 : rows.length + 1;
}

function HeadCell<Row>(props: {
  readonly column: Column<Row>;
  readonly order: SortOrder | undefined;
  readonly onSort: ((sort: string | undefined) => void) | undefined;
}): ReactNode {
  const { column, order, onSort } = props;
  const { id, title, hidesTitle = false, width, align } = column;
  const direction =
    order?.column === id ? (order.isDescending ? 'descending' : 'ascending') : 'none';
  const isSortable = column.sort !== undefined && onSort !== undefined;
  return (
    <th
      role="columnheader"
      scope="col"
      style={{ width }}
      className={align === 'right' ? 'number' : undefined}
      aria-sort={isSortable ? direction : undefined}
    >
      {isSortable ? (
        <button type="button" onClick={() => onSort(orderText(id, order))}>
          {title}
          <span className="data-table-arrow" aria-hidden="true">
            {ARROWS[direction]}
          </span>
        </button>
      ) : (
        <span className={hidesTitle ? 'visually-hidden' : undefined}>{title}</span>
      )}
    </th>
  );
}

const ARROWS = { ascending: '▲', descending: '▼', none: '' } as const;

/** A row, or what the row above it opened to: each is measured for itself. */
interface Line<Row> {
  readonly key: string;
  readonly row: Row;
  readonly at: number;
  readonly opened?: ReactNode;
}

function linesOf<Row>(
  rows: readonly Row[],
  { keyOf, expanded }: DataTableProps<Row>,
): readonly Line<Row>[] {
  return rows.flatMap((row, at) => {
    const line = { key: keyOf(row), row, at };
    const opened = expanded?.(row);
    const isOpen = opened !== undefined && opened !== null && opened !== false;
    return isOpen ? [line, { ...line, key: `${line.key} opened`, opened }] : [line];
  });
}

interface BodyLineProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly line: Line<Row>;
  readonly index?: number;
  readonly measure?: (element: HTMLElement | null) => void;
}

/** Drawn anew only for another row, or other columns: a caller of long tables keeps its columns. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- memo forgets what rows are
const BodyLine = memo(DrawnLine, isSameLine) as typeof DrawnLine;

function isSameLine<Row>(left: BodyLineProps<Row>, right: BodyLineProps<Row>): boolean {
  return (
    left.columns === right.columns &&
    left.line.row === right.line.row &&
    left.line.at === right.line.at &&
    left.line.opened === right.line.opened &&
    left.index === right.index &&
    left.measure === right.measure
  );
}

function DrawnLine<Row>(props: BodyLineProps<Row>): ReactNode {
  const { columns, line, index, measure } = props;
  if (line.opened !== undefined) {
    return (
      <tr role="row" className="data-table-opened" ref={measure} data-index={index}>
        <td role="cell" colSpan={columns.length}>
          {line.opened}
        </td>
      </tr>
    );
  }
  return (
    <tr role="row" ref={measure} data-index={index} aria-rowindex={line.at + 2}>
      {columns.map(({ id, title, hidesTitle = false, align, isTitle = false, cell }) => (
        <td
          key={id}
          role={isTitle ? 'rowheader' : 'cell'}
          data-label={hidesTitle ? '' : title}
          className={`${align === 'right' ? 'number' : ''}${isTitle ? ' data-table-title' : ''}`}
        >
          <div>{cell(line.row)}</div>
        </td>
      ))}
    </tr>
  );
}

function VirtualBody<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly lines: readonly Line<Row>[];
}): ReactNode {
  const { lines, columns } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = body.current;
    if (element) setTop(element.getBoundingClientRect().top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (at) => lines[at]?.key ?? at,
  });
  const items = virtualizer.getVirtualItems();
  const [first] = items;
  const last = items.at(-1);
  return (
    <tbody role="rowgroup" ref={body}>
      <Gap height={(first?.start ?? top) - top} columns={columns.length} />
      {items.map(({ index, key }) => {
        const line = lines[index];
        return line === undefined ? null : (
          <BodyLine
            key={key}
            columns={columns}
            line={line}
            index={index}
            measure={virtualizer.measureElement}
          />
        );
      })}
      <Gap
        height={virtualizer.getTotalSize() + top - (last?.end ?? top)}
        columns={columns.length}
      />
    </tbody>
  );
}

/** The room of rows that are not in the page. */
function Gap(props: { readonly height: number; readonly columns: number }): ReactNode {
  if (props.height <= 0) return null;
  return (
    <tr aria-hidden="true" className="data-table-gap">
      <td colSpan={props.columns} style={{ height: props.height }} />
    </tr>
  );
}

function LoadingBody<Row>({ columns }: { readonly columns: readonly Column<Row>[] }): ReactNode {
  return (
    <tbody role="rowgroup" className="data-table-loading">
      {Array.from({ length: LOADING_ROWS }, (_, at) => (
        <tr role="row" key={at}>
          {columns.map(({ id }) => (
            <td role="cell" key={id}>
              <span />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
