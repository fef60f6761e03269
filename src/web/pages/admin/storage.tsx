import type { ReactNode } from 'react';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';
import { Bytes } from '../../design/quantities.tsx';

export function AdminStorage(): ReactNode {
  const collection = useChange('collectGarbage');
  return (
    <Section
      title="Garbage collection"
      lead="Clears storage of what nothing uses, while the registry goes on."
      actions={
        <Button isBusy={collection.isPending} onClick={() => collection.mutate({})}>
          Collect now
        </Button>
      }
    >
      <FormError error={collection.error} />
      {collection.data && (
        <p role="status">
          {collection.data.blobs} blobs cleared, <Bytes value={collection.data.bytes} />.
        </p>
      )}
    </Section>
  );
}
