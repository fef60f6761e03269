import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Menu } from './fields.tsx';

const FORMATS = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
] as const;

export type FileFormat = (typeof FORMATS)[number][0];

/** A list as a file that the server writes: all of it, as it is filtered now. */
export function ExportFiles(props: {
  /** By `addressOf`. */
  readonly addressOf: (format: FileFormat) => string;
}): ReactNode {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(([format, name]) => (
          <Menu.Item key={format} component="a" href={props.addressOf(format)} download>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
