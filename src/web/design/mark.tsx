import type { ReactNode } from 'react';

/** A hull between the walls of its dock. The same drawing is the icon of the pages, favicon.svg. */
export function Mark(props: { readonly size?: number }): ReactNode {
  const { size = 24 } = props;
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M3 6h5v13l4 6h8l4-6V6h5v15l-6 9H9l-6-9z" />
      <path d="M11 5h10v10l-5 6-5-6z" />
    </svg>
  );
}
