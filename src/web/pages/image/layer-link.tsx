import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ShownImage } from './shown-image.ts';

/** The layer that brought it: all that it brought. */
export function LayerLink({
  layer,
  image,
}: {
  readonly layer: number;
  readonly image: ShownImage;
}): ReactNode {
  return (
    <Link
      to={image.path}
      search={(old) => ({ ...old, layer: String(layer) })}
      aria-label={`Layer ${layer + 1}: only what it brought`}
      resetScroll={false}
    >
      {layer + 1}
    </Link>
  );
}
