import './finding-table.css';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { FindingGroupPage } from '../../../../api/contract/index.ts';
import type { List } from '../../../data/operation.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { ShownImage } from '../shown-image.ts';
import { listOf, useImageSearch } from '../use-image-search.ts';
import type { Grouping } from './finding-query.ts';
import type { FindingRow } from './finding-row.ts';
import { shortKey, sortOf } from './finding-query.ts';
import { NoFindings } from './no-findings.tsx';
import { packageColumns } from './package-columns.tsx';
import { RowFindings } from './row-findings.tsx';
import { VULNERABILITY_COLUMNS } from './vulnerability-columns.tsx';

/** The rows, each of which opens to its findings; which are open stands in the address. */
export function FindingTable(props: {
  readonly image: ShownImage;
  readonly list: List<FindingRow, FindingGroupPage>;
  readonly group: Grouping;
}): ReactNode {
  const { image, list, group } = props;
  const { path } = image;
  const { search, show } = useImageSearch();
  const open = listOf(search.open);
  // The same columns each time, so that only rows that changed are drawn anew.
  const columns = useMemo(
    () => (group === 'package' ? packageColumns({ path }) : VULNERABILITY_COLUMNS),
    [group, path],
  );
  const sort = sortOf(search);
  const expanded = (row: FindingRow): ReactNode =>
    open.includes(shortKey(row.key, group)) && <RowFindings image={image} row={row} />;
  return (
    <div className="finding-table" aria-busy={list.isOld}>
      <DataTable
        label={`Vulnerabilities by ${group}`}
        columns={columns}
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
