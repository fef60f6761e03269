import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { listOf, toggled } from '../use-image-search.ts';

/** Opens a row to its findings. It alone is drawn anew, and the row below it. */
export function OpenButton(props: {
  /** Of the row, as it stands in the address. */
  readonly rowKey: string;
  readonly children: ReactNode;
}): ReactNode {
  const { rowKey, children } = props;
  const isOpen = useSearch({
    strict: false,
    select: ({ open }) => listOf(open).includes(rowKey),
  });
  const navigate = useNavigate();
  const toggle = (): void =>
    void navigate({
      to: '.',
      search: (old) => ({ ...old, open: toggled(old.open, rowKey) }),
      resetScroll: false,
    });
  return (
    <button type="button" className="finding-toggle" aria-expanded={isOpen} onClick={toggle}>
      <span className="finding-chevron" aria-hidden="true">
        ▶
      </span>
      <span>{children}</span>
    </button>
  );
}
