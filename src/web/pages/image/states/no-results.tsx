import type { ReactNode } from 'react';
import { ApiError } from '../../../../api/contract/index.ts';
import { useInstance, useSession } from '../../../data/session.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { UpgradeCard } from '../../../design/upgrade-card.tsx';
import type { ShownImage } from '../shown-image.ts';

/** Where the image may be seen, but not what is known of it. */
export function NoResults(props: {
  readonly image: ShownImage;
  readonly refusal: Error;
  readonly onRetry: () => void;
}): ReactNode {
  const { image, refusal, onRetry } = props;
  const instance = useInstance();
  const session = useSession();
  const problem = refusal instanceof ApiError ? refusal.problem : undefined;
  if (problem?.code === 'plan.required') {
    return (
      <UpgradeCard
        title="Image analysis"
        plans={problem.plans ?? ['pro', 'team', 'business']}
        upgradeUrl={instance?.upgradeUrl}
      >
        With it this page shows every package of the image, which of them are known to be vulnerable
        and since when, the layer that brought each, and what to upgrade. It is there when the push
        ends, and stays current.
      </UpgradeCard>
    );
  }
  if (problem && problem.status < 500 && image.tag) {
    return (
      <EmptyState title="Results are not published">
        The owner of {image.ns}/{image.repo} keeps what is known of its images to those who work on
        it.
        {session.kind === 'anonymous' && ' Sign in if you are one of them.'}
      </EmptyState>
    );
  }
  return <ErrorState error={refusal} onRetry={onRetry} />;
}
