import './finding-table.css';
import type { ReactNode } from 'react';
import type { FindingGroupPage } from '../../../../api/contract/index.ts';
import type { List } from '../../../data/operation.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import type { ShownImage } from '../shown-image.ts';
import { listOf, toggled, useImageSearch } from '../use-image-search.ts';
import type { Grouping } from './finding-query.ts';
import type { FindingRow, Opening } from './finding-row.ts';
import { shortKey, sortOf } from './finding-query.ts';
import { NoFindings } from './no-findings.tsx';
import { packageColumns } from './package-columns.tsx';
import { RowFindings } from './row-findings.tsx';
import { vulnerabilityColumns } from './vulnerability-columns.tsx';

/** The rows, each of which opens to its findings; which are open stands in the address. */
export function FindingTable(props: {
  readonly image: ShownImage;
  readonly list: List<FindingRow, FindingGroupPage>;
  readonly group: Grouping;
}): ReactNode {
  const { image, list, group } = props;
  const { search, show } = useImageSearch();
  const open = listOf(search.open);
  const keyOf = ({ key }: FindingRow): string => shortKey(key, group);
  const opening: Opening = {
    isOpen: (row) => open.includes(keyOf(row)),
    toggle: (row) => show({ open: toggled(search.open, keyOf(row)) }),
  };
  const sort = sortOf(search);
  const expanded = (row: FindingRow): ReactNode =>
    opening.isOpen(row) && <RowFindings image={image} row={row} />;
  return (
    <div className="finding-table" aria-busy={list.isOld}>
      <DataTable
        label={`Vulnerabilities by ${group}`}
        columns={columnsOf(group, opening, image)}
        rows={list.items}
        keyOf={({ key }) => key}
        // The server has one order of each: its numbers from the most down, names as in a dictionary.
        sort={sort === undefined || sort === 'name' ? sort : `-${sort}`}
        onSort={(next) => {
          const name = next?.replace(/^-/, '');
          show({ sort: name === sort ? undefined : name });
        }}
        more={list}
        empty={<NoFindings image={image} />}
        expanded={expanded}
      />
    </div>
  );
}

function columnsOf(
  group: Grouping,
  opening: Opening,
  image: ShownImage,
): readonly Column<FindingRow>[] {
  return group === 'package' ? packageColumns(opening, image) : vulnerabilityColumns(opening);
}
