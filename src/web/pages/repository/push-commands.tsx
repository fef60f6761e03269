import type { ReactNode } from 'react';
import { CopyBox } from '../../design/copy-box.tsx';

/** How an image gets here, to copy. `pull` is the reference without a tag. */
export function PushCommands({ pull }: { readonly pull: string }): ReactNode {
  return (
    <CopyBox
      label="Commands to push"
      text={`docker tag IMAGE ${pull}:TAG\ndocker push ${pull}:TAG`}
    />
  );
}
