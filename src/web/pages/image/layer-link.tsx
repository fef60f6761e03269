import type { ReactNode } from 'react';
import { QuickLink } from '../../data/quick-link.tsx';

/** The layer that brought it: all that it brought. */
export function LayerLink(props: {
  readonly layer: number;
  /** Path of the tab that shows only this layer. */
  readonly to: string;
}): ReactNode {
  const { layer, to } = props;
  return (
    <QuickLink
      to={to}
      search={{ layer: String(layer) }}
      keeps="all"
      label={`Layer ${layer + 1}: only what it brought`}
    >
      {layer + 1}
    </QuickLink>
  );
}
