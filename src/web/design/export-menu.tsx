import type { ReactNode } from 'react';
import { useState } from 'react';
import { Button } from './button.tsx';
import type { Cell } from './csv.ts';
import { csvText } from './csv.ts';
import { Menu } from './fields.tsx';
import { useToast } from './toast.tsx';

interface ExportMenuProps<Row> {
  /** Of the file, without its ending: `tags-acme-shop`. */
  readonly fileName: string;
  /** A heading for each value of a row. */
  readonly columns: Readonly<Record<string, (row: Row) => Cell>>;
  /** All rows, or as many as are read: `useAll` asks for those that are not loaded. */
  readonly load: () => Promise<{ readonly items: readonly Row[]; readonly isCut: boolean }>;
}

/** A list as a file: CSV and JSON, all of it, as it is filtered now. */
export function ExportMenu<Row>({ fileName, columns, load }: ExportMenuProps<Row>): ReactNode {
  const say = useToast();
  const [isBusy, setBusy] = useState(false);
  const save = async (
    ending: string,
    type: string,
    write: (rows: readonly Row[]) => string,
  ): Promise<void> => {
    setBusy(true);
    try {
      const { items, isCut } = await load();
      download(`${fileName}.${ending}`, type, write(items));
      if (isCut) say({ kind: 'bad', text: cutText(items.length) });
    } catch (error) {
      say({ kind: 'bad', text: `Not exported: ${String(error)}` });
    } finally {
      setBusy(false);
    }
  };
  const names = Object.keys(columns);
  const cellsOf = (row: Row): Cell[] => Object.values(columns).map((cell) => cell(row));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button isBusy={isBusy}>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() =>
            void save('csv', 'text/csv', (rows) => csvText([names, ...rows.map(cellsOf)]))
          }
        >
          CSV
        </Menu.Item>
        <Menu.Item
          onClick={() =>
            void save(
              'json',
              'application/json',
              (rows) => `${JSON.stringify(rows, undefined, 2)}\n`,
            )
          }
        >
          JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function cutText(count: number): string {
  return `Only the first ${count.toLocaleString('en')} are in the file: narrow the list, or ask the API for all.`;
}

/** Saves text as a file, as if it had been a link to it. */
export function download(fileName: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
