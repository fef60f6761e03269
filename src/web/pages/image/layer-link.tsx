import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { outerPath } from '../../repository-path.ts';
import type { ShownImage } from './shown-image.ts';

/**
 * The layer that brought it: all that it brought. A table has a hundred of them, and each `Link` of the router
 * works out its address again whenever anything in the page's changes; this one does when it is used.
 */
export function LayerLink({
  layer,
  image,
}: {
  readonly layer: number;
  readonly image: Pick<ShownImage, 'path'>;
}): ReactNode {
  const navigate = useNavigate();
  const go = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate({
      to: image.path,
      search: (old) => ({ ...old, layer: String(layer) }),
      resetScroll: false,
    });
  };
  return (
    <a
      href={`${outerPath(image.path)}?layer=${layer}`}
      onClick={go}
      aria-label={`Layer ${layer + 1}: only what it brought`}
    >
      {layer + 1}
    </a>
  );
}
