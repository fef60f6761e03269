import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ImageFrame } from './image-frame.tsx';

/** An image by its tag: what it points to now. */
export function TagPage(): ReactNode {
  const { ns = '', repo = '', tag = '', tab } = useParams({ strict: false });
  // Another image is another page: nothing of this one may be seen there, not even for a moment.
  return (
    <ImageFrame
      key={`${ns}/${repo}:${tag}`}
      ns={ns}
      repo={repo}
      reference={tag}
      at="tags"
      tab={tab}
    />
  );
}
