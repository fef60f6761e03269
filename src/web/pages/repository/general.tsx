import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { CopyBox } from '../../design/copy-box.tsx';
import { Section } from '../../design/page.tsx';

export function General(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const { data } = useOperation('getRepository', { namespace: ns, repository: repo });
  if (!data) return null;
  return (
    <Section title="Push">
      <CopyBox
        label="Commands to push"
        text={`docker tag IMAGE ${data.pull}:TAG\ndocker push ${data.pull}:TAG`}
      />
    </Section>
  );
}
