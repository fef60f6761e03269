import { csvText } from '../report/index.ts';
import type { FileAnswer } from './handlers.ts';
import { MOST_PER_PAGE, type Page } from './paging.ts';

/** Of a spreadsheet, and of what one request may cost. */
const MOST_ROWS = 100_000;

/** What a list is read with, page after page. */
export interface PageAsked {
  readonly limit: number;
  readonly after?: string;
}

export interface TableFile<Item> {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly format: 'csv' | 'json';
  /** Heads of the columns and what stands below; JSON has the items as they are. */
  readonly columns: Readonly<Record<string, (item: Item) => string | number | boolean | undefined>>;
  /** Fewer than of other tables, where a page costs more. */
  readonly mostRows?: number;
  readonly read: (page: PageAsked) => Promise<Page<Item>>;
}

/** A whole list as a file, read by its pages; one that is longer than the limit says so by the name of its file. */
export async function tableFile<Item>(table: TableFile<Item>): Promise<FileAnswer> {
  const { format, columns } = table;
  const { items, isCut } = await allOf(table);
  const name = isCut ? `${table.name}-first-${items.length}` : table.name;
  if (format === 'json') {
    const text = `${JSON.stringify({ items }, undefined, 1)}\n`;
    return { mediaType: 'application/json', fileName: `${name}.json`, text };
  }
  const rows = items.map((item) => Object.values(columns).map((of) => of(item)?.toString()));
  const text = csvText([Object.keys(columns), ...rows]);
  return { mediaType: 'text/csv', fileName: `${name}.csv`, text };
}

async function allOf<Item>({
  read,
  mostRows = MOST_ROWS,
}: TableFile<Item>): Promise<{ readonly items: readonly Item[]; readonly isCut: boolean }> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read({ limit: MOST_PER_PAGE, ...(after !== undefined && { after }) });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < mostRows);
  const isCut = after !== undefined || items.length > mostRows;
  return { items: items.slice(0, mostRows), isCut };
}
