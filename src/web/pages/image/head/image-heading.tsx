import './image-heading.css';
import type { ReactNode } from 'react';
import { StateBadge } from '../../../design/state-badge.tsx';
import type { ShownImage } from '../shown-image.ts';

/** `shop : 1.4` and how its analysis stands, which is said to ears as it changes. */
export function ImageHeading({ image }: { readonly image: ShownImage }): ReactNode {
  const { repo, reference, at, shown, analysis } = image;
  const state = shown?.state ?? analysis?.state;
  return (
    <span className="image-heading">
      <span className="image-heading-name">
        <span className="image-heading-repository">{repo}</span>
        <span className="image-heading-mark">{at === 'tags' ? ':' : '@'}</span>
        {at === 'tags' ? reference : reference.slice(0, 19)}
      </span>
      <span className="image-heading-state" role="status">
        {state && <StateBadge state={state} />}
      </span>
    </span>
  );
}
