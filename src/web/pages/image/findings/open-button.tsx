import type { ReactNode } from 'react';
import type { FindingRow, Opening } from './finding-row.ts';

/** Opens a row to its findings. */
export function OpenButton(props: {
  readonly row: FindingRow;
  readonly opening: Opening;
  readonly children: ReactNode;
}): ReactNode {
  const { row, opening, children } = props;
  return (
    <button
      type="button"
      className="finding-toggle"
      aria-expanded={opening.isOpen(row)}
      onClick={() => opening.toggle(row)}
    >
      <span className="finding-chevron" aria-hidden="true">
        ▶
      </span>
      <span>{children}</span>
    </button>
  );
}
