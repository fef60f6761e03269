import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ImageFrame } from './image-frame.tsx';

/** An image by its digest: always the same one. */
export function DigestPage(): ReactNode {
  const { ns = '', repo = '', digest = '', tab } = useParams({ strict: false });
  return (
    <ImageFrame
      key={`${ns}/${repo}@${digest}`}
      ns={ns}
      repo={repo}
      reference={digest}
      at="digests"
      tab={tab}
    />
  );
}
